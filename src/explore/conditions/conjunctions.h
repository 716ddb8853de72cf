// Conjunctions of candidates that hold in many samples with the finding and in none without it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "explore/conditions/candidates.h"

namespace heddle::explore::conditions {

struct Conjunction {
  std::vector<std::size_t> parts;  // indexes of candidates, increasing
  Bits with;
  Bits without;
  std::uint32_t cost = 0;
};

class Conjunctions {
 public:
  // The candidates must outlive this. So many samples with the finding and without it.
  Conjunctions(const std::vector<Candidate>& candidates, std::size_t with, std::size_t without)
      : candidates_(candidates), with_(with), without_(without) {}

  // The cheapest that holds in all samples with the finding and in none without it.
  std::optional<Conjunction> single() const;
  // Some that hold in no sample without the finding, found by beam search; those first that hold in
  // most of `wanted`. All hold in `seed` (index of a sample with the finding), if there is one.
  std::vector<Conjunction> search(const Bits& wanted, std::optional<std::size_t> seed) const;
  // All that hold in `seed` together, with what is not needed left out; nullopt when that still
  // holds in a sample without the finding.
  std::optional<Conjunction> all_of(std::size_t seed) const;

 private:
  using Seed = std::optional<std::size_t>;
  struct Step;
  struct Steps;

  Conjunction make(std::vector<std::size_t> parts) const;
  Conjunction nothing() const { return {{}, Bits(with_, true), Bits(without_, true), 0}; }
  Conjunction extended(const Conjunction& base, std::size_t part) const;
  // Every way to add one candidate to one of `open`.
  Steps steps_from(const std::vector<Conjunction>& open, const Bits& wanted, Seed seed) const;
  // The best of them, as conjunctions.
  void take(std::vector<Step>& steps, const std::vector<Conjunction>& open,
            std::vector<Conjunction>& to) const;
  // Of the candidates the one that excludes most and keeps most of what holds with the finding.
  std::size_t best_next(const Conjunction& now, const std::vector<std::size_t>& usable) const;
  // Leaves out what is not needed, the costliest first; then puts weaker or cheaper candidates in
  // the place of others. What holds in `seed` still does.
  Conjunction polished(Conjunction conjunction, Seed seed) const;
  bool drop(std::vector<std::size_t>& parts) const;
  bool swap(std::vector<std::size_t>& parts, Seed seed) const;
  bool swap_one(std::vector<std::size_t>& parts, std::size_t place, Seed seed) const;

  const std::vector<Candidate>& candidates_;
  std::size_t with_;
  std::size_t without_;
};

}  // namespace heddle::explore::conditions
