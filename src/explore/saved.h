// The parts of checkpoints that several searches have.
#pragma once

#include <optional>
#include <vector>

#include "base/archive.h"
#include "base/chunked_vector.h"
#include "explore/path.h"
#include "explore/result.h"
#include "explore/tally.h"
#include "kernel/execution.h"
#include "kernel/program.h"

namespace heddle::explore {

void put(ArchiveWriter& to, const std::vector<bool>& bits);
void get(ArchiveReader& from, std::vector<bool>& bits);

void put(ArchiveWriter& to, const kernel::Choices& choices);
void get(ArchiveReader& from, kernel::Choices& choices);

void put(ArchiveWriter& to, const Path& path);
void get(ArchiveReader& from, Path& path);

void put(ArchiveWriter& to, const PackedPath& path);
void get(ArchiveReader& from, PackedPath& path);

void put(ArchiveWriter& to, const std::vector<kernel::Defect>& defects);
void get(ArchiveReader& from, std::vector<kernel::Defect>& defects);

void put(ArchiveWriter& to, const Outcome& outcome);
void get(ArchiveReader& from, Outcome& outcome);

template <std::integral T>
void put(ArchiveWriter& to, const ChunkedVector<T>& values) {
  to.put(std::uint64_t{values.size()});
  for (std::size_t i = 0; i < values.size(); ++i) to.put(values[i]);
}
template <std::integral T>
void get(ArchiveReader& from, ChunkedVector<T>& values) {
  for (std::size_t left = from.count(sizeof(T)); left > 0; --left) {
    values.push_back(from.get<T>());
  }
}

// Which code has run.
void put_coverage(ArchiveWriter& to, std::span<const std::uint8_t> coverage);
void get_coverage(ArchiveReader& from, std::span<std::uint8_t> coverage);

// The numbers of a result that searches count up as they go.
void put_progress(ArchiveWriter& to, const Result& result);
void get_progress(ArchiveReader& from, Result& result);

// A way has a cost and a path.
template <class Way>
void put_way(ArchiveWriter& to, const Way& way) {
  to.put(way.cost.preemptions);
  to.put(way.cost.steps);
  put(to, way.path);
}
template <class Way>
void get_way(ArchiveReader& from, Way& way) {
  from.get(way.cost.preemptions);
  from.get(way.cost.steps);
  get(from, way.path);
}

template <class Way>
void put_ways(ArchiveWriter& to, const std::vector<std::optional<Way>>& ways) {
  to.put(std::uint64_t{ways.size()});
  for (const auto& way : ways) {
    to.put(way.has_value());
    if (way) put_way(to, *way);
  }
}
template <class Way>
void get_ways(ArchiveReader& from, std::vector<std::optional<Way>>& ways) {
  ways.assign(from.count(1), std::nullopt);
  for (auto& way : ways) {
    if (from.get<bool>()) get_way(from, way.emplace());
  }
}

}  // namespace heddle::explore
