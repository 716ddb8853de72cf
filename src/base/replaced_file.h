// A file that is replaced as a whole: what is new is written beside it and then takes its name, so
// whatever ends the process, and wherever, the file is the old one or the new one.
//
// The new one is made exclusively (O_EXCL, O_NOFOLLOW) as NAME.PROCESS.NUMBER.tmp, and locked as
// long as its process lives: those of processes that have died are cleared away.
#pragma once

#include <stdexcept>
#include <string>

namespace heddle {

// Why a file cannot be replaced: the end of a sentence that begins with its name.
class ReplaceError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class ReplacedFile {
 public:
  // Makes the new file beside `path`. Throws ReplaceError when it cannot be made, or when something
  // else than a regular file has the name (a link is followed by nobody).
  explicit ReplacedFile(std::string path);
  // The new file is dropped, unless it was put in place.
  ~ReplacedFile();
  ReplacedFile(const ReplacedFile&) = delete;
  ReplacedFile& operator=(const ReplacedFile&) = delete;

  int descriptor() const { return descriptor_; }
  // Puts the new file in place; `lasting`: it outlives a loss of power. Throws ReplaceError.
  void put_in_place(bool lasting);

 private:
  void create();

  std::string path_;
  std::string temporary_;
  int descriptor_ = -1;
};

}  // namespace heddle
