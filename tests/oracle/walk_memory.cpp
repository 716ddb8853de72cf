// Accesses as such, and those of memory.
#include "base/check.h"
#include "oracle/walk.h"

namespace heddle::oracle {

bool Walk::begin(Access access) {
  if (at_once_) {
    if (access.wrong_index) throw Failure{"out-of-bounds"};
    return true;
  }
  if (cursor_ < thread_->log.size()) {
    if (!indivisible_) rounds_ = 0;
    return false;
  }
  if (!indivisible_) {
    rounds_ = 0;
    access.unit = unit_;
    access.unit_name = unit_name_;
    thread_->next = access;
    if (budget_ == 0) {
      thread_->position = position_;
      thread_->locals = locals_;
      throw Stopped{};
    }
    --budget_;
    thread_->unit_last = unit_;
  }
  if (access.wrong_index) throw Failure{"out-of-bounds"};
  return true;
}

Word Walk::finish(Word result) {
  if (at_once_) return result;
  thread_->log.push_back(result);
  ++cursor_;
  if (touched_ && !indivisible_) throw TryDone{};
  return result;
}

Word Walk::recall() { return thread_->log[cursor_++]; }

Word Walk::act(const Access& access, const std::function<Word()>& perform) {
  return begin(access) ? finish(perform()) : recall();
}

Access Walk::plain_access(std::string text) const {
  Access access;
  access.text = std::move(text);
  access.source = source_;
  return access;
}

Walk::Target Walk::resolve(scenario::ExpressionId id) {
  const auto& expression = scenario_.expressions[id];
  Target target;
  target.expression = id;
  if (expression.kind == scenario::ExpressionKind::kField) {
    target.field = true;
    target.word = evaluate(expression.operands[0]);
    target.place.birth = target.word.birth;
    target.place.field = expression.index;
    const auto type = scenario_.expressions[expression.operands[0]].type.record;
    const auto& record = scenario_.records[type];
    const auto& field = record.fields[expression.index];
    target.atomic = field.atomic;
    target.name = target.word.number == 0
                      ? "null." + field.name
                      : record.name + "#" + std::to_string(target.word.number) + "." + field.name;
    return target;
  }
  const auto& variable = scenario_.variables[expression.index];
  target.atomic = variable.atomic;
  target.name = variable.name;
  target.place.variable = expression.index;
  if (expression.kind == scenario::ExpressionKind::kVariable) return target;
  CHECK(expression.kind == scenario::ExpressionKind::kCell);
  target.word = evaluate(expression.operands[0]);
  const auto size = static_cast<std::int64_t>(world_.memory[expression.index].size());
  target.wrong_index = target.word.number < 0 || target.word.number >= size;
  target.name += "[" + std::to_string(target.word.number) + "]";
  if (!target.wrong_index) target.place.cell = static_cast<std::uint32_t>(target.word.number);
  return target;
}

Access Walk::memory_access(std::string_view verb, const Target& target, bool writes) const {
  auto access = plain_access(std::string(verb) + " " + target.name);
  access.wrong_index = target.wrong_index;
  access.place = target.place;
  access.writes = writes;
  access.touch = Touch::kMemory;
  return access;
}

Word& Walk::cell(const Target& target) {
  if (!target.field) return world_.memory[target.place.variable][target.place.cell];
  if (target.word.number == 0) throw Failure{"null-dereference"};
  auto* record = world_.find(target.word);
  if (record == nullptr) throw Failure{"use-after-free"};
  return record->fields[target.place.field];
}

Word Walk::read(const Target& target) {
  if (!begin(memory_access("read", target, false))) return recall();
  const Word value = cell(target);
  if (touched_) touched_->push_back({target.place, false, target.atomic});
  saw_read(target);
  return finish(value);
}

void Walk::write(const Target& target, Word value) {
  if (!begin(memory_access("write", target, true))) {
    recall();
    return;
  }
  Word& stored = cell(target);
  if (touched_) touched_->push_back({target.place, true, target.atomic});
  saw_write(target, stored.number != value.number);
  stored = value;
  finish({});
}

Word Walk::update(std::string_view verb, const Target& target,
                  const std::function<bool(Word&)>& change) {
  if (!begin(memory_access(verb, target, true))) return recall();
  Word& stored = cell(target);
  if (touched_) touched_->push_back({target.place, true, target.atomic});
  saw_read(target);
  const Word before = stored;
  Word after = before;
  const bool wrote = change(after);
  if (wrote) saw_write(target, before.number != after.number);
  stored = after;
  if (verb == "cas") return finish({wrote, 0});
  return finish(before);
}

// A read within a transaction: what others change from now on may be lost.
void Walk::saw_read(const Target& target) {
  if (at_once_ || unit_ == 0) return;
  thread_->reads[target.place] = false;
}

void Walk::saw_write(const Target& target, bool changed) {
  const auto own = thread_->reads.find(target.place);
  const bool depends = world_.losing_writes->count(target.expression) != 0;
  if (depends && unit_ != 0 && own != thread_->reads.end() && own->second)
    world_.findings.insert({"lost-update", family_of(scenario_, world_, target.place)});
  if (!changed) return;
  for (auto& other : world_.threads) {
    if (&other == thread_) continue;
    const auto read = other.reads.find(target.place);
    if (read != other.reads.end()) read->second = true;
  }
}

void Walk::forget(std::uint32_t birth) {
  for (auto& thread : world_.threads)
    std::erase_if(thread.reads, [&](const auto& read) { return read.first.birth == birth; });
}

std::string name_of(const scenario::Scenario& scenario, const World& world, const Place& place) {
  if (place.birth == 0) {
    const auto& variable = scenario.variables[place.variable];
    if (!variable.is_array) return variable.name;
    return variable.name + "[" + std::to_string(place.cell) + "]";
  }
  for (const auto& [address, record] : world.heap) {
    if (record.birth != place.birth) continue;
    const auto& type = scenario.records[record.type];
    return type.name + "#" + std::to_string(address) + "." + type.fields[place.field].name;
  }
  CHECK(false);
}

std::string family_of(const scenario::Scenario& scenario, const World& world, const Place& place) {
  if (place.birth == 0) return scenario.variables[place.variable].name;
  for (const auto& [address, record] : world.heap) {
    if (record.birth != place.birth) continue;
    const auto& type = scenario.records[record.type];
    return type.name + "." + type.fields[place.field].name;
  }
  CHECK(false);
}

}  // namespace heddle::oracle
