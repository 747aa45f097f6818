// A shared library that is looked for at run time: what needs it says why it is not there instead of failing to load.
#pragma once

#include <string>

namespace vmwright::xen {

class Library {
 public:
  // Throws Error{ENGINE_UNAVAILABLE} with the loader's own words.
  explicit Library(const std::string& name);
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  // What came from the library must not be used any more.
  ~Library();

  const std::string& name() const noexcept { return name_; }
  // Throws Error{ENGINE_UNAVAILABLE} when the library has no such function.
  template <typename Function>
  Function* function(const char* symbol) const {
    return reinterpret_cast<Function*>(find(symbol));
  }

 private:
  void* find(const char* symbol) const;

  const std::string name_;
  void* handle_;
};

}  // namespace vmwright::xen
