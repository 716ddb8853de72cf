// Recursion as deep as the input allows, however small the stack of the caller is.
#pragma once

#include <functional>

namespace heddle {

// Does the work on a stack of 16 MiB, of which only what is used takes memory, and waits for it;
// what it throws reaches the caller. Where there is no such stack to be had, on the caller's own.
void on_deep_stack(const std::function<void()>& work);

}  // namespace heddle
