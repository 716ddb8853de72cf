// Findings and outcomes in the JSON report.
#include "report/json_parts.h"

namespace heddle::report {
namespace {

using Layout = JsonWriter::Layout;

void write_endpoint(JsonWriter& json, std::string_view name, const Endpoint& end) {
  json.key(name);
  json.begin_object(Layout::kOneLine);
  json.member("thread", end.thread);
  json.member("step", end.step);
  if (end.last) {
    json.member("occurrence", "last");
  } else {
    json.member("occurrence", end.occurrence);
  }
  json.member("access", end.access);
  json.end_object();
}

void write_choice_point(JsonWriter& json, const ChoicePoint& choice) {
  json.key("choice");
  json.begin_object(Layout::kOneLine);
  json.member("thread", choice.thread);
  json.member("step", choice.step);
  json.member("occurrence", choice.occurrence);
  json.member("alternative", choice.alternative);
  json.end_object();
}

void write_pairs(JsonWriter& json, std::string_view name, const std::vector<Pair>& pairs) {
  json.key(name);
  json.begin_array();
  for (const Pair& pair : pairs) {
    json.begin_object();
    if (pair.choice) {
      write_choice_point(json, *pair.choice);
    } else {
      write_endpoint(json, "before", pair.before);
      write_endpoint(json, "after", pair.after);
    }
    json.end_object();
  }
  json.end_array();
}

void write_exchanged(JsonWriter& json, const std::vector<std::vector<std::string>>& lists) {
  if (lists.empty()) return;
  json.key("exchanged");
  json.begin_array(Layout::kOneLine);
  for (const auto& names : lists) {
    json.begin_array();
    for (const std::string& name : names) json.value(name);
    json.end_array();
  }
  json.end_array();
}

void write_ordering(JsonWriter& json, const Ordering& ordering) {
  json.begin_object();
  write_count(json, "interleavings", ordering.interleavings);
  write_count(json, "adds", ordering.adds);
  json.member("seed", ordering.seed);
  write_pairs(json, "pairs", ordering.pairs);
  write_exchanged(json, ordering.exchanged);
  if (ordering.rounds) json.member("rounds", true);
  json.end_object();
}

void write_text_or_null(JsonWriter& json, std::string_view name, const std::string& text) {
  if (!text.empty()) return json.member(name, text);
  json.null_member(name);
}

void write_flag_or_null(JsonWriter& json, std::string_view name, std::optional<bool> flag) {
  if (flag) return json.member(name, *flag);
  json.null_member(name);
}

void write_index_or_null(JsonWriter& json, std::string_view name,
                         std::optional<std::size_t> index) {
  if (index) return json.member(name, std::uint64_t{*index});
  json.null_member(name);
}

// Entries compared by exact counts; null where there are none.
void write_within(JsonWriter& json, const Finding& finding) {
  if (!finding.interleavings || *finding.interleavings == "unbounded")
    return json.null_member("within");
  json.key("within");
  json.begin_array(Layout::kOneLine);
  for (const std::size_t index : finding.within) json.value(std::uint64_t{index});
  json.end_array();
}

void write_orderings(JsonWriter& json, const Finding& finding) {
  json.key("orderings");
  json.begin_array();
  for (const Ordering& ordering : finding.orderings) write_ordering(json, ordering);
  json.end_array();
  write_count(json, "covered", finding.covered);
  write_pairs(json, "only_when", finding.only_when);
  write_text_or_null(json, "condition", finding.condition);
  if (finding.orderings.empty() && !finding.orderings_note.empty())
    json.member("orderings_note", finding.orderings_note);
}

void write_next(JsonWriter& json, const std::vector<Next>& list) {
  if (list.empty()) return;
  json.key("next");
  json.begin_array();
  for (const Next& next : list) {
    json.begin_object();
    json.member("thread", next.thread);
    json.member("step", next.pointer);
    if (next.line > 0) json.member("line", next.line);
    if (next.statement) json.member("statement", *next.statement);
    json.member("access", next.access);
    if (!next.waits.empty()) json.member("waits", next.waits);
    write_strings(json, "holds", next.holds);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

void write_finding(JsonWriter& json, const Finding& finding) {
  json.begin_object();
  json.member("kind", finding.kind);
  write_text_or_null(json, "name", finding.name.value_or(""));
  json.member("message", finding.message);
  write_count(json, "interleavings", finding.interleavings);
  json.member("seed", finding.seed);
  json.member("preemptions", finding.preemptions);
  json.member("fewest", finding.fewest);
  write_index_or_null(json, "same_as", finding.same_as);
  write_within(json, finding);
  write_flag_or_null(json, "serial", finding.serial);
  write_orderings(json, finding);
  write_index_or_null(json, "moment", finding.moment);
  if (!finding.explanation.empty()) json.member("explanation", finding.explanation);
  write_steps(json, "witness", finding.witness, false);
  write_next(json, finding.next);
  if (finding.second_seed) {
    json.member("second_seed", *finding.second_seed);
    write_steps(json, "second_witness", finding.second_witness, false);
  }
  json.end_object();
}

void write_outcome(JsonWriter& json, const Outcome& outcome) {
  json.begin_object();
  json.member("end", outcome.end);
  write_values(json, "values", outcome.values);
  write_strings(json, "flags", outcome.flags);
  write_count(json, "interleavings", outcome.interleavings);
  json.member("seed", outcome.seed);
  json.member("preemptions", outcome.preemptions);
  write_flag_or_null(json, "serial", outcome.serial);
  if (outcome.serial_order) {
    write_strings(json, "serial_order", *outcome.serial_order);
  } else {
    json.null_member("serial_order");
  }
  json.key("findings");
  json.begin_array();
  for (const Share& share : outcome.findings) {
    json.begin_object(Layout::kOneLine);
    json.member("index", std::uint64_t{share.index});
    write_count(json, "interleavings", share.interleavings);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

}  // namespace heddle::report
