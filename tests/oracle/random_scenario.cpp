#include "oracle/random_scenario.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "oracle/random_program.h"

namespace heddle::oracle {

namespace {

using Members = std::vector<std::pair<std::string, std::string>>;  // JSON

std::string json_object(const Members& members) {
  std::string text = "{";
  for (const auto& [key, value] : members)
    text += (text.size() > 1 ? ",\n  " : "\n  ") + quoted(key) + ": " + value;
  return text + "\n}";
}

struct ThreadPlan {
  std::string name;
  int count = 0;  // 0: not counted
  bool start = true;
  bool background = false;
  Steps steps;
};

class ScenarioWriter {
 public:
  explicit ScenarioWriter(std::uint64_t seed) : seed_(seed), random_(seed) {}

  std::string write() {
    choose_features();
    declare();
    plan_threads();
    add_patterns();
    return assemble();
  }

 private:
  void choose_features() {
    auto& f = declared_.features;
    const std::vector<bool*> all = {
        &f.arrays,   &f.atomics,  &f.mutexes,    &f.rwlocks,      &f.conditions, &f.semaphores,
        &f.barriers, &f.channels, &f.heap,       &f.spawns,       &f.choices,    &f.awaits,
        &f.blocks,   &f.heap,     &f.procedures, &f.transactions, &f.failures,   &f.loops,
        &f.failures, &f.failures, &f.atomics,    &f.mutexes,      &f.blocks,     &f.arrays};
    for (int i = random_.between(1, 6); i > 0; --i) *random_.pick(all) = true;
    f.spins = random_.percent(7);
    f.misuse = random_.percent(8);
    f.nested = (f.mutexes || f.rwlocks) && random_.percent(35);
    if (f.conditions) f.mutexes = true;
  }

  void declare() {
    auto& f = declared_.features;
    declared_.integers = {"x"};
    if (random_.percent(70)) declared_.integers.push_back("y");
    if (f.conditions) declared_.integers.push_back("ready");
    if (f.atomics) declared_.atomic_integers = {"n"};
    if (f.atomics && random_.percent(50)) declared_.atomic_integers.push_back("u");
    if (random_.percent(50)) declared_.constants = {"one", "two"};
    if (f.mutexes) declared_.mutexes = {"m"};
    if (f.mutexes && (f.nested || random_.percent(40))) {
      declared_.mutexes.push_back("fork[0]");
      declared_.mutexes.push_back("fork[1]");
    }
    if (f.rwlocks) declared_.rwlocks = {"rw"};
    if (f.rwlocks && random_.percent(20)) declared_.rwlocks.push_back("rws[one]");
    if (f.semaphores) declared_.semaphores = {"s"};
    if (f.semaphores && random_.percent(40)) declared_.semaphores.push_back("ss[1]");
    if (declared_.rwlocks.size() > 1) declared_.constants = {"one", "two"};
    declared_.flags = {"seen", "late"};
  }

  void plan_threads() {
    auto& f = declared_.features;
    static const std::vector<int> kThreads = {1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 4};
    const auto total = random_.pick(kThreads);
    static const std::vector<std::pair<int, int>> kBudgets = {{4, 9}, {3, 6}, {2, 4}, {1, 2}};
    const auto [low, high] = kBudgets[static_cast<std::size_t>(total - 1)];
    if (f.spawns) {
      const bool counted = random_.percent(30);
      declared_.spawnable = {counted ? "child[0]" : "child"};
      if (counted) declared_.spawnable.push_back("child[1]");
    }
    ProgramWriter writer(random_, declared_);
    declared_.counted = random_.percent(25);
    if (f.procedures) {
      writer.procedure(true);
      if (random_.percent(60)) writer.procedure(false);
    }
    write_threads(writer, total, low, high);
    if (f.spawns) plan_child(writer);
  }

  void write_threads(ProgramWriter& writer, int total, int low, int high) {
    for (int i = 0; i < total; ++i) {
      ThreadPlan plan;
      plan.name = std::string(1, static_cast<char>('A' + i));
      const int left = total - i;
      if (declared_.counted && random_.percent(60) && left >= 2) {
        plan.count = 2;
        ++i;
      } else if (declared_.counted && random_.percent(20)) {
        plan.count = 1;
      }
      plan.background = total > 1 && random_.percent(5);
      plan.steps = writer.thread_body(random_.between(low, high));
      threads_.push_back(std::move(plan));
    }
  }

  void plan_child(ProgramWriter& writer) {
    ThreadPlan plan;
    plan.name = "child";
    plan.count = declared_.spawnable.size() > 1 ? 2 : 0;
    plan.start = false;
    plan.background = random_.percent(10);
    plan.steps = writer.thread_body(2);
    threads_.push_back(std::move(plan));
    auto& parent = threads_.front().steps;
    const auto& child = random_.pick(declared_.spawnable);
    if (random_.percent(85)) insert(parent, "spawn " + child);
    if (random_.percent(50)) parent.push_back(quoted("join " + child));
  }

  void insert(Steps& steps, const std::string& statement) { insert_json(steps, quoted(statement)); }

  void insert_json(Steps& steps, const std::string& json) {
    const auto place = random_.below(static_cast<int>(steps.size()) + 1);
    steps.insert(steps.begin() + place, json);
  }

  void add_patterns() {
    auto& f = declared_.features;
    if (f.nested) add_nested_locks();
    if (f.failures && random_.percent(60)) add_assertions();
    if (f.barriers) add_barrier();
    if (f.conditions) add_condition();
    if (f.channels) add_channel();
    if (f.heap && random_.percent(60)) add_sharing();
    if (random_.below(200) == 0) add_rounds();
  }

  // Of memory, by several threads, some with the same text.
  void add_assertions() {
    ProgramWriter writer(random_, declared_);
    for (int i = random_.between(2, 3); i > 0; --i)
      insert(threads_[static_cast<std::size_t>(random_.below(static_cast<int>(threads_.size())))]
                 .steps,
             writer.assertion());
  }

  // Each takes two locks in an order of its own: cycles of waits.
  void add_nested_locks() {
    ProgramWriter writer(random_, declared_);
    const bool kept = threads_.size() > 2 || random_.percent(40);
    for (auto& thread : threads_) {
      if (!thread.start) continue;
      const auto locks = writer.nested_locks(kept);
      if (locks.empty()) continue;
      thread.steps.resize(std::min<std::size_t>(thread.steps.size(), threads_.size() > 2 ? 0 : 1));
      insert_json(thread.steps, locks);
    }
  }

  void add_barrier() {
    int arrivals = 0;
    for (auto& thread : threads_) {
      if (!thread.start || random_.percent(15)) continue;
      arrivals += std::max(1, thread.count);
      insert(thread.steps, "arrive b");
    }
    parties_ = std::max(1, arrivals + (random_.percent(10) ? 1 : 0));
    if (random_.percent(10)) parties_ = std::max(1, parties_ - 1);
  }

  // Waiters and one that wakes them: right, with `if` for `while`, or with nobody to wake them.
  void add_condition() {
    const bool all = random_.percent(50);
    const bool guarded = random_.percent(60);
    const bool loops = random_.percent(50);
    for (std::size_t i = 0; i < threads_.size(); ++i) {
      auto& steps = threads_[i].steps;
      if (i == 0 && threads_.size() > 1) {
        const auto wake = std::string(all ? "notify_all cv" : "notify cv");
        insert_json(steps, "{\"with\": \"m\", \"do\": [\"ready = 1\", " + quoted(wake) + "]}");
        if (random_.percent(60)) steps.resize(std::min<std::size_t>(steps.size(), 2));
        continue;
      }
      if (random_.percent(30)) continue;
      steps.resize(std::min<std::size_t>(steps.size(), threads_.size() > 2 ? 1U : 3U));
      const std::string wait = "[\"wait cv with m\"]";
      std::string ask = wait.substr(1, wait.size() - 2);
      if (guarded)
        ask = "{" + quoted(loops ? "while" : "if") + ": \"ready == 0\", " +
              quoted(loops ? "do" : "then") + ": " + wait + "}";
      insert_json(steps, "{\"with\": \"m\", \"do\": [" + ask + "]}");
    }
  }

  void add_channel() {
    for (std::size_t i = 0; i < threads_.size(); ++i) {
      auto& steps = threads_[i].steps;
      if (i == 0) {
        for (int k = random_.between(1, 2); k > 0; --k)
          insert(steps, "send ch, " + std::to_string(random_.between(0, 3)));
      } else if (threads_[i].background) {
        steps = {"{\"while\": \"true\", \"do\": [\"let got = receive ch\", \"x += got\"]}"};
      } else if (random_.percent(80)) {
        insert_json(steps, R"({"if": "true", "then": ["let got = receive ch", "x = got"]})");
      }
    }
  }

  // One makes a record and passes it on; the others use it, or free it.
  void add_sharing() {
    static const std::vector<std::string> kUses = {
        "q.value += 1",       "q.value = 3", "let r = q.value",     "delete q",
        "delete top",         "q.hits += 1", "cas(q.hits, 0, 1)",   "head = q",
        "cas(head, null, q)", "q.link = q",  "let r = q.next.value"};
    static const std::vector<std::string> kAfter = {"delete first",         "let again = new Node",
                                                    "let other = new Item", "first.value = 1",
                                                    "top = null",           "delete first"};
    for (std::size_t i = 0; i < threads_.size(); ++i) {
      auto& steps = threads_[i].steps;
      const auto kept = static_cast<std::size_t>(random_.below(2));
      steps.resize(std::min(steps.size(), kept));
      Steps mine;
      if (i == 0) {
        mine = {quoted("let first = new Node"), quoted("top = first")};
        for (int k = random_.below(3); k > 0; --k) {
          const auto& after = random_.pick(kAfter);
          mine.push_back("{\"if\": \"true\", \"then\": [" + quoted(after) + "]}");
        }
      } else {
        if (random_.percent(60)) mine.push_back(quoted("await top != null"));
        mine.push_back(quoted("let q = top"));
        mine.push_back("{\"if\": \"q != null\", \"then\": [" + quoted(random_.pick(kUses)) + "]}");
      }
      steps.insert(steps.end(), mine.begin(), mine.end());
    }
  }

  // As many rounds without an access as are allowed, or one more.
  void add_rounds() {
    const auto rounds = random_.percent(50) ? "10000" : "10001";
    auto loop = "{\"repeat\": " + std::string(rounds) + ", \"do\": []}";
    if (random_.percent(50)) loop = "{\"atomic\": [" + loop + "]}";
    insert_json(threads_.back().steps, loop);
  }

  std::string thread_json(const ThreadPlan& plan) {
    const bool plain = plan.count == 0 && plan.start && !plan.background;
    if (plain && random_.percent(80)) return json_list(plan.steps);
    Members members;
    if (plan.count > 0) members.emplace_back("count", std::to_string(plan.count));
    if (!plan.start) members.emplace_back("start", "false");
    if (plan.background) members.emplace_back("background", "true");
    members.emplace_back("description", "\"made at random\"");
    members.emplace_back("do", json_list(plan.steps));
    return json_object(members);
  }

  std::string assemble() {
    Members top;
    top.emplace_back("$schema", "\"scenario.schema.json\"");
    top.emplace_back("name", quoted("random_" + std::to_string(seed_)));
    if (!declared_.constants.empty()) top.emplace_back("constants", R"({"one": 1, "two": 2})");
    if (declared_.features.heap) add_records(top);
    add_memory(top);
    add_objects(top);
    if (!declared_.procedures.empty()) {
      Members procedures;
      for (const auto& procedure : declared_.procedures)
        procedures.emplace_back(procedure.name, procedure.json);
      top.emplace_back("procedures", json_object(procedures));
    }
    Members threads;
    for (const auto& plan : threads_) threads.emplace_back(plan.name, thread_json(plan));
    top.emplace_back("threads", json_object(threads));
    const auto check = check_json();
    if (!check.empty()) top.emplace_back("check", json_object(check));
    return json_object(top) + "\n";
  }

  void add_records(Members& top) {
    top.emplace_back("records", R"({"Node": {"fields": ["value", {"next": "Node"}], )"
                                R"("atomics": ["hits", {"link": "Node"}]}, )"
                                R"("Item": ["data", {"owner": "Node"}]})");
  }

  std::string small() {
    if (!declared_.constants.empty() && random_.percent(15)) return "\"two - one\"";
    return std::to_string(random_.percent(70) ? 0 : random_.between(1, 3));
  }

  void add_memory(Members& top) {
    const auto& f = declared_.features;
    Members shared;
    for (const auto& name : declared_.integers) shared.emplace_back(name, small());
    if (f.arrays) {
      if (random_.percent(50))
        shared.emplace_back("a", "[" + small() + ", " + small() + "]");
      else
        shared.emplace_back("a", random_.percent(50) ? "{\"size\": 2}"
                                                     : "{\"size\": 2, \"init\": " + small() + "}");
    }
    if (f.heap) {
      shared.emplace_back("top", "{\"pointer\": \"Node\"}");
      shared.emplace_back("tail", "{\"pointer\": \"Node\"}");
      shared.emplace_back("item", "{\"pointer\": \"Item\"}");
      shared.emplace_back("slots", "{\"size\": 2, \"pointer\": \"Node\"}");
    }
    top.emplace_back("shared", json_object(shared));
    Members atomics;
    for (const auto& name : declared_.atomic_integers) atomics.emplace_back(name, small());
    if (f.arrays && f.atomics) atomics.emplace_back("cells", "[0, " + small() + "]");
    if (f.heap) atomics.emplace_back("head", "{\"pointer\": \"Node\"}");
    if (!atomics.empty()) top.emplace_back("atomics", json_object(atomics));
  }

  void add_objects(Members& top) {
    const auto& f = declared_.features;
    if (f.mutexes)
      top.emplace_back("mutexes",
                       declared_.mutexes.size() > 1 ? R"(["m", {"fork": 2}])" : R"(["m"])");
    if (f.rwlocks)
      top.emplace_back("rwlocks",
                       declared_.rwlocks.size() > 1 ? R"(["rw", {"rws": 2}])" : R"(["rw"])");
    if (f.conditions) top.emplace_back("conditions", R"(["cv"])");
    if (f.semaphores) {
      Members semaphores = {{"s", std::to_string(random_.between(0, 2))}};
      if (declared_.semaphores.size() > 1)
        semaphores.emplace_back("ss",
                                random_.percent(50) ? "[0, 1]" : "{\"size\": 2, \"init\": 1}");
      top.emplace_back("semaphores", json_object(semaphores));
    }
    if (f.barriers) top.emplace_back("barriers", "{\"b\": " + std::to_string(parties_) + "}");
    if (f.channels)
      top.emplace_back("channels", "{\"ch\": " + std::to_string(random_.between(1, 2)) + "}");
  }

  bool is_raised(const std::string& flag) const {
    const auto raises = [&](const std::string& json) {
      return json.find("\"flag " + flag + "\"") != std::string::npos;
    };
    return std::any_of(threads_.begin(), threads_.end(), [&](const ThreadPlan& plan) {
      return std::any_of(plan.steps.begin(), plan.steps.end(), raises);
    });
  }

  Members check_json() {
    Members check;
    declared_.counted = false;
    ProgramWriter writer(random_, declared_);
    Steps never;
    for (const auto& flag : declared_.flags)
      if (is_raised(flag) && random_.percent(60)) never.push_back(quoted(flag));
    if (!never.empty()) check.emplace_back("never", json_list(never));
    const auto conditions = [&](const std::string& stem) {
      Members members;
      for (int i = random_.between(1, 2); i > 0; --i)
        members.emplace_back(stem + " " + std::to_string(i), quoted(writer.condition()));
      return json_object(members);
    };
    if (random_.percent(30)) check.emplace_back("always", conditions("always"));
    if (random_.percent(40)) check.emplace_back("finally", conditions("at the end"));
    if (random_.percent(declared_.features.transactions ? 70 : 35))
      check.emplace_back("serializable", "true");
    if (random_.percent(30)) check.emplace_back("deterministic", "true");
    if (declared_.features.heap && random_.percent(60)) check.emplace_back("leaks", "true");
    static const std::vector<std::string> kIgnored = {"data-race",     "data-race x", "lost-update",
                                                      "lost-update x", "deadlock",    "misuse"};
    if (random_.percent(8))
      check.emplace_back("ignore", "[" + quoted(random_.pick(kIgnored)) + "]");
    return check;
  }

  std::uint64_t seed_;
  RandomSource random_;
  Declared declared_;
  std::vector<ThreadPlan> threads_;
  int parties_ = 1;
};

}  // namespace

std::string random_scenario(std::uint64_t seed) { return ScenarioWriter(seed).write(); }

}  // namespace heddle::oracle
