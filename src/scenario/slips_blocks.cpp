// Slips in the keys of blocks.
#include "scenario/problems.h"
#include "scenario/slips.h"

namespace heddle::scenario {

std::string block_list() {
  return "\"if\", \"while\", \"repeat\", \"atomic\", \"with\", \"transaction\"";
}

std::string explain_block_key(std::string_view block, std::string_view key,
                              const std::vector<std::string_view>& keys) {
  std::string message = "unknown key " + in_quotes(key) + " in the block " + in_quotes(block);
  const bool list = key == "do" || key == "steps" || key == "body" || key == "then" ||
                    key == "code" || key == "statements";
  if (block == "if" && (key == "elif" || key == "else if" || key == "elseif" || key == "elsif")) {
    return message + "; write \"else\": [{\"if\": ..., \"then\": [...]}]";
  }
  if (block == "atomic") return message + "; its list stands beside it: {\"atomic\": [...]}";
  if (list)
    return message + "; the list of steps is called " + (block == "if" ? "\"then\"" : "\"do\"");
  if (block == "while" && key == "as") return message + "; only \"repeat\" has a counter";
  const std::string near = did_you_mean(key, keys);
  message += near;
  if (!near.empty()) return message;
  message += "; known here:";
  for (const std::string_view each : keys) message += " " + std::string(each);
  return message;
}

std::string explain_unknown_block(std::string_view key) {
  const std::string name(key.substr(0, 40));
  for (const std::string_view verb :
       {"lock",   "unlock", "let",    "acquire", "release", "send",   "flag",
        "assert", "await",  "call",   "spawn",   "join",    "notify", "notify_all",
        "arrive", "wait",   "rdlock", "wrlock",  "return",  "delete", "fail"}) {
    if (key == verb) return in_quotes(key) + " is a statement, so a string: \"" + name + " ...\"";
  }
  if (key == "for" || key == "loop") {
    return "no block is called " + in_quotes(key) +
           "; use {\"repeat\": 3, \"as\": \"i\", \"do\": [...]} or {\"while\": \"x\", \"do\": "
           "[...]}";
  }
  if (key == "synchronized" || key == "mutex" || key == "critical") {
    return "no block is called " + in_quotes(key) + "; use {\"with\": \"m\", \"do\": [...]}";
  }
  if (key == "then" || key == "else" || key == "do" || key == "as") {
    return in_quotes(key) + " stands beside the key that names the block, one of " + block_list();
  }
  const std::string near =
      did_you_mean(key, {"if", "while", "repeat", "atomic", "with", "transaction"});
  return "no block is called " + in_quotes(key) +
         (near.empty() ? "; a block is one of " + block_list() : near);
}

}  // namespace heddle::scenario
