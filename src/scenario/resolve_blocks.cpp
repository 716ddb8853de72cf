// Lists and blocks: scopes, loops, `atomic`, `with`, `transaction`.
#include <algorithm>
#include <string>

#include "scenario/grammar.h"
#include "scenario/resolver.h"

namespace heddle::scenario {

namespace {

constexpr std::size_t kStepsMax = 200'000;
constexpr std::size_t kCopiedBytesMax = std::size_t{256} << 20;
constexpr int kDepthMax = 1'000;

std::string without_blanks_after(std::string_view text, std::uint32_t begin) {
  const std::size_t last = text.find_last_not_of(" \t\n\v\f\r");
  return std::string(text.substr(begin, last + 1 - begin));
}

}  // namespace

void Resolver::check_procedure(std::uint32_t index) {
  const Procedure& procedure = r_.procedures[index];
  const std::size_t expressions = r_.scenario.expressions.size();
  const std::size_t steps = r_.step_count;
  const std::size_t bytes = r_.bytes;
  names_only_ = true;
  calls_.push_back({.procedure = index});
  for (const JsonId param : procedure.params) {
    const std::string_view name = r_.document[param].text;
    const syntax::Word word{name, 0, static_cast<std::uint32_t>(name.size())};
    if (can_declare(param, word)) add_local(name, {}, false, kNone);
  }
  list(procedure.body);
  r_.scenario.expressions.resize(expressions);
  r_.step_count = steps;
  r_.bytes = bytes;
}

void Resolver::thread(std::uint32_t index) {
  thread_index_ = index;
  thread_ = &r_.scenario.threads[index];
  calls_.push_back({});
  thread_->body = list(r_.thread_bodies[index]);
  if (!accessed_) r_.idle_threads.push_back(index);
}

ExpressionId Resolver::condition(JsonId node) {
  const auto parsed = r_.outline.expression(node);
  if (!parsed) return kNone;
  calls_.push_back({});
  return integer(node, parsed->value, "a condition",
                 {.where = "`check`", .pure = true, .in_check = true})
      .id;
}

std::uint32_t Resolver::source(OutlineStep& outline) {
  if (names_only_) return kNone;
  if (outline.source != kNone) return outline.source;
  const bool whole_block = outline.is_block && outline.text == outline.node;
  Source source;
  source.pointer = r_.document.pointer(outline.text);
  if (!whole_block) {
    const JsonNode& string = r_.document[outline.text];
    const auto& statement = outline.statement;
    const bool parsed = string.kind == JsonKind::kString && outline.block != StepKind::kTransaction;
    source.text =
        std::string(parsed || !outline.is_block
                        ? string.text.substr(statement.begin, statement.end - statement.begin)
                        : string.text);
    if (string.kind == JsonKind::kString) {
      source.statement = without_blanks_after(string.text, statement.begin);
    }
  }
  r_.bytes += source.pointer.size() + source.text.size() + source.statement.size();
  outline.source = static_cast<std::uint32_t>(r_.scenario.sources.size());
  r_.scenario.sources.push_back(std::move(source));
  r_.source_nodes.push_back(outline.text);
  return outline.source;
}

bool Resolver::count_step(const OutlineStep& outline) {
  r_.stop.look();
  if (r_.problems.full()) r_.too_large = true;  // enough has been said
  if (r_.too_large) return false;
  if (++r_.step_count <= kStepsMax && r_.bytes <= kCopiedBytesMax) return true;
  if (!names_only_) {
    const JsonId place = calls_.size() > 1 ? calls_[1].site : outline.node;
    r_.problems.at_value(place, r_.step_count > kStepsMax
                                    ? "with procedures inlined there are more than 200,000 steps"
                                    : "with procedures inlined the scenario is too large");
  }
  r_.too_large = true;
  return false;
}

std::vector<Step> Resolver::list(const OutlineList& list, bool atomic_begin) {
  std::vector<Step> result;
  const std::size_t locals = locals_.size();
  bool first = atomic_begin;
  for (const OutlineId id : list) {
    OutlineStep& outline = r_.outline.steps[id];
    if (!count_step(outline)) break;
    if (auto resolved = step(id, first)) result.push_back(std::move(*resolved));
    first = false;
  }
  end_locals(locals);
  return result;
}

std::optional<Step> Resolver::step(OutlineId id, bool first_in_atomic) {
  OutlineStep& outline = r_.outline.steps[id];
  if (outline.broken) return std::nullopt;
  if (outline.statement.broken && !outline.is_block) {
    const syntax::Word& name = outline.statement.name;
    if (!name.text.empty() && is_identifier(name.text) && !is_reserved(name.text)) {
      add_local(name.text, {}, false, kNone);
    }
    return std::nullopt;
  }
  Step result;
  result.source = source(outline);
  if (!outline.is_block) {
    if (!statement(outline, result, first_in_atomic)) return std::nullopt;
    return result;
  }
  if (++depth_ > kDepthMax) {
    r_.problems.at_value(calls_.size() > 1 ? calls_[1].site : outline.node,
                         "blocks and calls are nested more than 1,000 deep");
    r_.too_large = true;
  } else {
    block(outline, result);
  }
  --depth_;
  return result;
}

void Resolver::block(OutlineStep& outline, Step& step) {
  step.kind = outline.block;
  switch (outline.block) {
    case StepKind::kIf:
    case StepKind::kWhile:
    case StepKind::kRepeat:
      return loop(outline, step);
    case StepKind::kAtomic:
      return atomic(outline, step);
    case StepKind::kWith:
      return with(outline, step);
    default:
      return transaction(outline, step);
  }
}

// `if` too: a condition and lists.
void Resolver::loop(OutlineStep& outline, Step& step) {
  const bool repeat = step.kind == StepKind::kRepeat;
  if (!outline.statement.broken) {
    const std::string_view what = repeat ? "\"repeat\"" : "a condition";
    step.value = integer(outline.text, outline.statement.value, what,
                         {.where = "\"repeat\"", .pure = repeat, .local_only = repeat})
                     .id;
  }
  const std::size_t locals = locals_.size();
  if (outline.as != kNone) {
    const std::string_view name = r_.document[outline.as].text;
    if (can_declare(outline.as, {name, 0, static_cast<std::uint32_t>(name.size())})) {
      step.local = add_local(name, {ValueType::kInteger, kNone}, true, kNone);
    }
  }
  const bool loops = step.kind != StepKind::kIf;
  if (loops) ++calls_.back().loops;
  step.body = list(outline.body);
  if (loops) --calls_.back().loops;
  end_locals(locals);
  step.otherwise = list(outline.otherwise);
}

void Resolver::atomic(OutlineStep& outline, Step& step) {
  if (atomics_ > 0) forbid_in_atomic(outline, "`atomic`", "is inside one already");
  mark_access();
  ++atomics_;
  atomic_calls_.push_back(calls_.size());
  step.body = list(outline.body, true);
  atomic_calls_.pop_back();
  --atomics_;
}

void Resolver::with(OutlineStep& outline, Step& step) {
  forbid_in_atomic(outline, "`with`", "can block");
  mark_access();
  step.lock_kind = outline.statement.kind;
  if (!outline.statement.broken) {
    const ObjectClass wanted = step.lock_kind == StepKind::kLock      ? ObjectClass::kMutex
                               : step.lock_kind == StepKind::kAcquire ? ObjectClass::kSemaphore
                                                                      : ObjectClass::kRwLock;
    step.object = synchronise(outline, wanted);
  }
  ++withs_;
  step.body = list(outline.body);
  --withs_;
}

void Resolver::transaction(OutlineStep& outline, Step& step) {
  forbid_in_atomic(outline, "`transaction`", "cannot begin in one indivisible access");
  if (transactions_ > 0) {
    const std::size_t level = transaction_calls_.back();
    if (calls_.size() > level) {
      r_.problems.at_value(calls_[level].site,
                           "transactions are not nested, and this call begins one");
    } else {
      r_.problems.at_value(outline.node, "transactions are not nested");
    }
  }
  if (thread_) thread_->has_transactions = true;
  if (r_.document[outline.text].kind == JsonKind::kString) {
    step.text = std::string(r_.document[outline.text].text);
    r_.bytes += step.text.size();
  }
  ++transactions_;
  transaction_calls_.push_back(calls_.size());
  step.body = list(outline.body);
  transaction_calls_.pop_back();
  --transactions_;
}

// The string to point at for a mistake inside `atomic`: the call, when a procedure makes it.
JsonId Resolver::blame(const OutlineStep& outline) const {
  return in_atomic_by_call() ? calls_[atomic_calls_.back()].site : outline.text;
}

bool Resolver::in_atomic_by_call() const {
  return !atomic_calls_.empty() && calls_.size() > atomic_calls_.back();
}

void Resolver::forbid_in_atomic(const OutlineStep& outline, std::string_view what,
                                std::string_view why) {
  if (atomics_ == 0) return;
  std::string message = std::string(what) + " cannot stand inside `atomic`: it " + std::string(why);
  if (in_atomic_by_call()) {
    const auto name = r_.scenario.procedure_names[calls_.back().procedure];
    message = "this procedure cannot be called inside `atomic`: " + in_quotes(name) + " has " +
              std::string(what) + ", which " + std::string(why);
  }
  r_.problems.at_value(blame(outline), message);
}

}  // namespace heddle::scenario
