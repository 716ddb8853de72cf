// Checkpoints: the state of a search in a file, from which another process goes on.
//
// A file is replaced as a whole (base/replaced_file), so it is always one that was saved, wherever
// the process ends. It says which search it is of: another one refuses it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/archive.h"
#include "kernel/operation.h"

namespace heddle::explore {

// A checkpoint cannot be used. A whole sentence.
class CheckpointError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Checkpointer {
 public:
  // Something that decides the result of a search, as a user knows it: "--seed", "1".
  struct Fact {
    std::string name;
    std::string value;
    bool shown = true;  // false: the value says nothing to people
  };
  using Identity = std::vector<Fact>;  // what tells more stands first

  struct Settings {
    std::string save_to;      // "": nothing is saved
    std::string resume_from;  // "": the search begins at the beginning
    double seconds = 30;      // from one save to the next
    Identity identity;
    std::function<void(const std::string&)> tell;  // what the user should know
    // Whether the words can be a state of the program; empty: nobody knows.
    std::function<bool(const std::vector<kernel::Value>&)> can_be_state;
  };

  // Throws CheckpointError when one of the files is of no use.
  explicit Checkpointer(Settings settings);

  // Whether it is time to save.
  bool due() const;
  // Replaces the file by what `put` puts. A failure is told, and the search goes on.
  void save(const std::function<void(ArchiveWriter&)>& put);
  // The same at the end of a search; tells how long it took when that was long.
  void save_at_end(const std::function<void(ArchiveWriter&)>& put);
  // Hands what was saved to `get`; false when the search begins at the beginning. Throws
  // CheckpointError when `get` throws ArchiveError or leaves some of it.
  bool resume(const std::function<void(ArchiveReader&)>& get);
  // Whether something was resumed.
  bool resumed() const { return resumed_; }
  bool can_be_state(const std::vector<kernel::Value>& words) const {
    return !settings_.can_be_state || settings_.can_be_state(words);
  }
  // What was resumed contradicts itself. Throws CheckpointError.
  [[noreturn]] void fail_damaged() const;

 private:
  void open_saved();
  void check_identity();
  void try_to_save() const;
  void write(const std::function<void(ArchiveWriter&)>& put, int descriptor) const;
  std::string replace(const std::function<void(ArchiveWriter&)>& put) const;

  Settings settings_;
  std::unique_ptr<ArchiveReader> saved_;
  bool resumed_ = false;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace heddle::explore
