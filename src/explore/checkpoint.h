// Checkpoints: the state of a search in a file, from which another process goes on.
//
// A file is replaced as a whole (written beside it, synced, renamed), so it is always one that was
// saved, wherever the process ends. It says which search it is of: another one refuses it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/archive.h"

namespace heddle::explore {

// A checkpoint cannot be used. A whole sentence.
class CheckpointError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Checkpointer {
 public:
  // What decides the result of a search: names and values, as a user knows them.
  using Identity = std::vector<std::pair<std::string, std::string>>;

  struct Settings {
    std::string save_to;      // "": nothing is saved
    std::string resume_from;  // "": the search begins at the beginning
    double seconds = 30;      // from one save to the next
    Identity identity;
    std::function<void(const std::string&)> tell;  // what the user should know
  };

  // Throws CheckpointError when one of the files is of no use.
  explicit Checkpointer(Settings settings);

  // Whether it is time to save.
  bool due() const;
  // Replaces the file by what `put` puts. A failure is told, and the search goes on.
  void save(const std::function<void(ArchiveWriter&)>& put);
  // The same at the end of a search; tells when it takes long.
  void save_at_end(const std::function<void(ArchiveWriter&)>& put);
  // Hands what was saved to `get`; false when the search begins at the beginning. Throws
  // CheckpointError when `get` throws ArchiveError or leaves some of it.
  bool resume(const std::function<void(ArchiveReader&)>& get);

 private:
  void open_saved();
  void check_identity();
  void write(const std::function<void(ArchiveWriter&)>& put, int descriptor) const;
  std::string temporary() const;
  std::string replace(const std::function<void(ArchiveWriter&)>& put) const;

  Settings settings_;
  std::unique_ptr<ArchiveReader> saved_;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace heddle::explore
