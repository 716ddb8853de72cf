#include "explore/saved.h"

#include <algorithm>
#include <utility>

namespace heddle::explore {

void put(ArchiveWriter& to, const std::vector<bool>& bits) {
  to.put(std::uint64_t{bits.size()});
  for (const bool bit : bits) to.put(bit);
}

void get(ArchiveReader& from, std::vector<bool>& bits) {
  bits.assign(from.count(1), false);
  for (std::size_t i = 0; i < bits.size(); ++i) bits[i] = from.get<bool>();
}

void put(ArchiveWriter& to, const kernel::Choices& choices) {
  to.put(choices.taken);
  to.put(choices.alternatives);
  to.put(choices.threads);
}

void get(ArchiveReader& from, kernel::Choices& choices) {
  from.get(choices.taken);
  from.get(choices.alternatives);
  from.get(choices.threads);
  const std::size_t size = choices.taken.size();
  if (choices.alternatives.size() != size || choices.threads.size() != size) {
    ArchiveReader::fail_damaged();
  }
}

void put(ArchiveWriter& to, const Path& path) {
  to.put(std::uint64_t{path.size()});
  for (const Decision& decision : path) {
    to.put(decision.thread);
    to.put(decision.choices);
  }
}

void get(ArchiveReader& from, Path& path) {
  path.resize(from.count(12));
  for (Decision& decision : path) {
    from.get(decision.thread);
    from.get(decision.choices);
  }
}

void put(ArchiveWriter& to, const PackedPath& path) { to.put(path.words()); }

void get(ArchiveReader& from, PackedPath& path) {
  std::vector<std::uint32_t> words;
  from.get(words);
  if (!path.set_words(std::move(words))) ArchiveReader::fail_damaged();
}

void put(ArchiveWriter& to, const std::vector<kernel::Defect>& defects) {
  to.put(std::uint64_t{defects.size()});
  for (const kernel::Defect& each : defects) {
    to.put(each.property);
    to.put(each.rank);
    to.put(each.name);
  }
}

void get(ArchiveReader& from, std::vector<kernel::Defect>& defects) {
  defects.assign(from.count(12), {});
  for (kernel::Defect& each : defects) {
    from.get(each.property);
    from.get(each.rank);
    each.name = from.text();
  }
}

void put(ArchiveWriter& to, const Outcome& outcome) {
  to.put(static_cast<std::uint8_t>(outcome.end));
  to.put(static_cast<std::uint8_t>(outcome.fault));
  to.put(outcome.values);
  put(to, outcome.flags);
}

void get(ArchiveReader& from, Outcome& outcome) {
  const auto end = from.get<std::uint8_t>();
  const auto fault = from.get<std::uint8_t>();
  if (end > static_cast<std::uint8_t>(kernel::End::kAbandoned) ||
      fault > static_cast<std::uint8_t>(kernel::Fault::kMisuse))
    ArchiveReader::fail_damaged();
  outcome.end = static_cast<kernel::End>(end);
  outcome.fault = static_cast<kernel::Fault>(fault);
  from.get(outcome.values);
  get(from, outcome.flags);
}

void put_coverage(ArchiveWriter& to, std::span<const std::uint8_t> coverage) { to.put(coverage); }

void get_coverage(ArchiveReader& from, std::span<std::uint8_t> coverage) {
  const auto bytes = from.bytes();
  if (bytes.size() != coverage.size()) ArchiveReader::fail_damaged();
  for (std::size_t i = 0; i < bytes.size(); ++i) coverage[i] |= bytes[i];
}

void put_progress(ArchiveWriter& to, const Result& result) {
  to.put(result.cyclic);
  to.put(result.runs);
  to.put(result.states);
  to.put(result.transitions);
  to.put(result.abandoned);
  put(to, result.contended);
}

void get_progress(ArchiveReader& from, Result& result) {
  from.get(result.cyclic);
  from.get(result.runs);
  from.get(result.states);
  from.get(result.transitions);
  from.get(result.abandoned);
  const std::size_t objects = result.contended.size();
  get(from, result.contended);
  if (result.contended.size() != objects) ArchiveReader::fail_damaged();
}

}  // namespace heddle::explore
