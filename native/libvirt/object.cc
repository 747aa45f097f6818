#include "libvirt/object.h"

#include <array>
#include <string>

#include "libvirt/calls.h"
#include "libvirt/connection.h"
#include "libvirt/library.h"

namespace vmwright::libvirt {
namespace {

using Count = int (*)(void*);

struct ClassCalls {
  const char* name;
  Count ref = nullptr;
  Count free = nullptr;
};

ClassCalls load(const char* name) {
  const std::string prefix = std::string("vir") + name;
  return {name, reinterpret_cast<Count>(find_symbol(Library::libvirt, (prefix + "Ref").c_str())),
          reinterpret_cast<Count>(find_symbol(Library::libvirt, (prefix + "Free").c_str()))};
}

const ClassCalls& calls_of(Class kind) {
  static const auto* const loaded = new std::array<ClassCalls, kClassCount>{
      load("Connect"),    load("Domain"),      load("DomainSnapshot"), load("DomainCheckpoint"), load("Network"),
      load("NetworkPort"), load("Interface"),  load("StoragePool"),    load("StorageVol"),       load("NodeDevice"),
      load("Secret"),     load("NWFilter"),    load("NWFilterBinding"), load("Stream"),
  };
  return (*loaded)[static_cast<std::size_t>(kind)];
}

}  // namespace

const char* class_name(Class kind) { return calls_of(kind).name; }

std::shared_ptr<Object> Object::adopt(Class kind, void* pointer, std::shared_ptr<Connection> connection) {
  return std::make_shared<Object>(kind, pointer, std::move(connection));
}

std::shared_ptr<Object> Object::share(Class kind, void* pointer, std::shared_ptr<Connection> connection) {
  calls_of(kind).ref(pointer);
  return adopt(kind, pointer, std::move(connection));
}

Object::Object(Class kind, void* pointer, std::shared_ptr<Connection> connection)
    : kind_(kind), pointer_(pointer), connection_(std::move(connection)) {
  if (kind_ != Class::Connect) connection_->add(this);
}

Object::~Object() {
  if (kind_ == Class::Connect) return;
  connection_->remove(this);
  free();
}

void Object::free() noexcept {
  if (pointer_ == nullptr) return;
  calls_of(kind_).free(pointer_);
  pointer_ = nullptr;
}

}  // namespace vmwright::libvirt
