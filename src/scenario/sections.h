// The sections of a scenario file: what is declared, with its sizes and first values.
#pragma once

#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "scenario/resolver.h"

namespace heddle::scenario {

class Sections {
 public:
  Sections(Reading& reading, const std::vector<Override>& overrides)
      : r_(reading), overrides_(overrides) {}

  // Reports keys given twice, unknown keys and values of the wrong kind, and fills everything of
  // the scenario that is not a step: then names, sizes and outlines are known.
  void read();

 private:
  void find_duplicates();
  void text_section(JsonId node);
  void constants(JsonId node);
  void declare_all();
  void declare(JsonId place, bool at_key, std::string_view name, Symbol symbol);
  void declare_constants();
  void declare_each(JsonId section, void (Sections::*declare_one)(JsonId));
  void declare_record(JsonId node);
  void declare_procedure(JsonId node);
  void declare_thread(JsonId node);
  void want_a_thread();
  void declare_families(JsonId section, ObjectClass object_class);
  void declare_family(JsonId place, bool at_key, std::string_view name, ObjectClass object_class,
                      JsonId size, bool array);
  void misdeclare(JsonId section);
  void declare_variables(JsonId section, bool atomic);
  void declare_flags();

  // Second pass: sizes, types, steps (sections_fill.cpp)
  void fill_variable(std::uint32_t index);
  void fill_list(Variable& variable, JsonId node);
  void fill_array(Variable& variable, JsonId node);
  void fill_object(std::uint32_t index);
  void fill_semaphore(ObjectFamily& family, JsonId node);
  void fill_records(JsonId section);
  void fill_fields(Record& record, JsonId list, bool atomic);
  void fill_field(Record& record, JsonId node, bool at_key, std::string_view name, Field field);
  void fill_procedure(JsonId node, std::uint32_t index);
  void fill_thread(JsonId node, std::uint32_t index);
  std::optional<std::uint32_t> record_type(JsonId node);
  void find_recursion();
  void add_cells(Value count, JsonId node);

  // An integer, or an expression over constants in a string; at least `least`.
  std::optional<Value> value(JsonId node, std::string_view what, Value least);
  std::optional<Value> calculate(JsonId node, const syntax::Statement& parsed);
  std::vector<JsonId> members(JsonId node) const;  // without those given twice
  JsonId member(JsonId node, std::string_view key) const;
  bool want(JsonId node, JsonKind kind, std::string_view message);
  void only_keys(JsonId node, const std::vector<std::string_view>& keys);
  bool boolean(JsonId node, std::string_view key, bool absent);
  std::string text(JsonId node, std::string_view key);

  Reading& r_;
  const std::vector<Override>& overrides_;
  std::set<JsonId> duplicates_;
  std::vector<JsonId> family_sizes_;
  std::vector<bool> family_arrays_;
  std::vector<JsonId> record_nodes_;
  std::vector<JsonId> procedure_nodes_;
  std::set<std::string_view> field_names_;  // of the record that is being read
  Value cells_ = 0;
  Value thread_count_ = 0;
  bool cells_reported_ = false;
};

// `check` and `expect`; requires that everything else has been read.
void read_check(Reading& reading);
void read_expect(Reading& reading);

// Scenario::meaning, as its contract says.
std::string canonical_text(const Reading& reading);

// Threads without an access, locals never read, variables and locks of one thread alone. Of each
// sort the first 50, then how many more.
void add_warnings(Reading& reading);

}  // namespace heddle::scenario
