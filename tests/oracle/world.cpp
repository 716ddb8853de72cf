#include "oracle/world.h"

namespace heddle::oracle {

HeapRecord* World::find(const Word& pointer) {
  const auto found = heap.find(pointer.number);
  if (found == heap.end() || found->second.birth != pointer.birth) return nullptr;
  return &found->second;
}

const HeapRecord* World::find(const Word& pointer) const {
  return const_cast<World*>(this)->find(pointer);
}

std::vector<ThreadId> threads_of(const scenario::Scenario& scenario) {
  std::vector<ThreadId> result;
  for (std::uint32_t d = 0; d < scenario.threads.size(); ++d) {
    const auto& thread = scenario.threads[d];
    for (std::uint32_t n = 0; n < thread.count; ++n) {
      const auto name = thread.counted ? thread.name + "[" + std::to_string(n) + "]" : thread.name;
      result.push_back({d, n, name});
    }
  }
  return result;
}

World initial_world(const scenario::Scenario& scenario) {
  World world;
  for (const auto& variable : scenario.variables) {
    auto& cells = world.memory.emplace_back();
    for (const auto value : variable.initial) cells.push_back({value, 0});
  }
  for (const auto& family : scenario.objects) {
    auto& members = world.objects.emplace_back();
    for (const auto value : family.initial) {
      auto& object = members.emplace_back();
      object.limit = value;
      if (family.object_class == scenario::ObjectClass::kSemaphore) object.count = value;
    }
  }
  world.threads.resize(threads_of(scenario).size());
  return world;
}

namespace {

class KeyWriter {
 public:
  explicit KeyWriter(const World& world) : world_(world) {}

  void number(std::int64_t value) { text_ += std::to_string(value) + ","; }
  void word(const Word& value) {
    number(value.number);
    // Pointers to a freed record are all alike, whenever it was freed.
    if (value.birth != 0) text_ += world_.find(value) ? "p" : "s";
  }
  template <class Words>
  void words(const Words& values) {
    number(static_cast<std::int64_t>(values.size()));
    for (const auto& value : values) word(value);
  }
  template <class Numbers>
  void numbers(const Numbers& values) {
    number(static_cast<std::int64_t>(values.size()));
    for (const auto value : values) number(static_cast<std::int64_t>(value));
  }
  void part(char name) { text_ += name; }
  void text(const std::string& value) { text_ += value + ";"; }

  // Reads of a record are named by its address: births differ between equal states.
  void place(const Place& place) {
    number(place.variable);
    number(place.cell);
    number(address(place.birth));
    number(place.field);
  }
  const World& world() const { return world_; }
  std::string take() { return std::move(text_); }

 private:
  std::int64_t address(std::uint32_t birth) const {
    for (const auto& [address, record] : world_.heap)
      if (record.birth == birth) return address;
    return 0;
  }
  const World& world_;
  std::string text_;
};

void write_thread(KeyWriter& key, const ThreadState& thread) {
  key.part('T');
  key.number(thread.started + 2 * thread.finished + 4 * thread.at_barrier);
  if (!thread.started || thread.finished) return;
  key.text(thread.next.text);
  key.number(thread.next.source);
  key.number(thread.next.unit != 0 && thread.next.unit == thread.unit_last);
  key.words(thread.position);
  key.words(thread.locals);
  std::set<std::string> reads;  // sorted as texts: the order of places depends on births
  for (const auto& [place, changed] : thread.reads) {
    KeyWriter read(key.world());
    read.number(changed);
    read.place(place);
    reads.insert(read.take());
  }
  for (const auto& read : reads) key.text(read);
}

void write_object(KeyWriter& key, const Object& object) {
  key.part('O');
  key.number(object.count);
  key.number(object.holder);
  key.numbers(object.inside);
  key.numbers(object.asleep);
  key.numbers(object.queue);
}

}  // namespace

std::string key_of(const scenario::Scenario& scenario, const World& world) {
  KeyWriter key(world);
  for (std::size_t i = 0; i < scenario.variables.size(); ++i) key.words(world.memory[i]);
  for (const auto& [address, record] : world.heap) {
    key.part('H');
    key.number(address);
    key.number(record.type);
    key.words(record.fields);
  }
  for (const auto& family : world.objects)
    for (const auto& object : family) write_object(key, object);
  for (const auto& thread : world.threads) write_thread(key, thread);
  key.part('F');
  key.numbers(world.flags);
  for (const auto& [kind, name] : world.findings) key.text(kind + " " + name);
  key.text(world.end);
  return key.take();
}

}  // namespace heddle::oracle
