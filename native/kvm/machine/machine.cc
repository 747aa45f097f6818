#include "kvm/machine/machine.h"

#include <sys/mman.h>

#include <utility>

#include "base/error.h"
#include "kvm/acpi/tables.h"
#include "kvm/boot/cpu_reset.h"
#include "kvm/boot/cpuid.h"
#include "kvm/boot/loader.h"
#include "kvm/boot/reset_vector.h"
#include "kvm/machine/capabilities.h"
#include "kvm/machine/irqchip_reset.h"
#include "kvm/machine/layout.h"

namespace vmwright {
namespace {

Vm create_vm(const System& system, const MachineConfig& config, const GuestMemory& memory) {
  require_capabilities(system, config.cpus);
  Vm vm(system.create_vm());
  std::uint32_t slot = 0;
  for (const auto& region : memory.regions()) vm.set_user_memory_region(slot++, region);
  vm.set_identity_map_addr(layout::kIdentityMap);
  vm.set_tss_addr(layout::kTss);
  vm.create_irqchip();
  return vm;
}

bool ends_guest(MachineEventKind kind) { return kind != MachineEventKind::panicked; }

}  // namespace

Machine::Machine(const System& system, EventLoop& loop, MachineConfig config, Callbacks callbacks)
    : loop_(loop),
      config_(std::move(config)),
      callbacks_(std::move(callbacks)),
      memory_(GuestMemory::with_device_hole(config_.memory)),
      loading_(std::async(std::launch::async, [this] { load_kernel(); })),
      vm_(create_vm(system, config_, memory_)),
      interrupts_(vm_),
      legacy_(interrupts_, ports_, [this](MachineEvent event) { report(std::move(event)); }, callbacks_.serial),
      virtio_(config_.transport, memory_, vm_, interrupts_, memory_bus_, loop),
      cpus_(loop, ports_, memory_bus_, [this](MachineEvent event) { report(std::move(event)); },
            callbacks_.vcpu_thread_started) {
  create_cpus(system);
  // The thread is gone by then, too: who enters a user namespace must have none beside him.
  loading_.get();
}

Machine::~Machine() = default;

void Machine::load_kernel() const { boot::load(config_.boot, memory_, config_.transport == Transport::pci); }

void Machine::create_cpus(const System& system) {
  const std::size_t run_size = system.vcpu_mmap_size();
  std::vector<kvm_cpuid_entry2> cpuid;
  for (std::uint32_t number = 0; number < config_.cpus; number++) {
    Vcpu vcpu(vm_.create_vcpu(number), run_size);
    if (number == 0) {
      const bool tsc_deadline = system.check_extension(KVM_CAP_TSC_DEADLINE_TIMER) > 0;
      cpuid = boot::common_cpuid(system.supported_cpuid(),
                                 {.cpus = config_.cpus, .tsc_khz = vcpu.get_tsc_khz(), .tsc_deadline = tsc_deadline});
      pristine_ = vcpu.get_sregs();
    }
    boot::set_cpu_number(cpuid, number);
    vcpu.set_cpuid(cpuid);
    boot::set_firmware_msrs(vcpu);
    cpus_.add(std::move(vcpu));
  }
}

void Machine::start() {
  virtio_.seal();
  prepare_entry();
  cpus_.start();
  cpus_.go_on();
}

// The rest of what the kernel finds, which depends on the devices, and where it begins.
void Machine::prepare_entry() {
  acpi::write_tables({.cpus = config_.cpus,
                      .pci = config_.transport == Transport::pci,
                      .clock = config_.clock,
                      .virtio_mmio = virtio_.mmio_nodes()},
                     memory_);
  boot::write_reset_vector(memory_);
  memory_.write(layout::kGenerationId, generation_id_);
  boot::enter_kernel(cpus_.vcpu(0), config_.boot.kernel.entry(), pristine_, memory_);
}

void Machine::pause(Done done) {
  cpus_.when_parked([this, done = std::move(done)] {
    if (!std::exchange(paused_, true)) virtio_.pause();
    done();
  });
}

void Machine::resume(Done done) {
  cpus_.when_parked([this, done = std::move(done)] {
    if (std::exchange(paused_, false)) {
      tell_clocks();
      virtio_.resume();
    }
    go_on();
    done();
  });
}

void Machine::reset(Done done) {
  cpus_.when_parked([this, done = std::move(done)] {
    power_on();
    go_on();
    done();
  });
}

// A guest that has ended waits for reset(), a paused one for resume().
void Machine::go_on() {
  if (!paused_ && !ended_) cpus_.go_on();
}

void Machine::tell_clocks() const {
  for (std::size_t i = 0; i < cpus_.count(); i++) {
    try {
      cpus_.vcpu(i).kvmclock_ctrl();
    } catch (const Error&) {
      // EINVAL: this vCPU does not use kvmclock, so it has no watchdog to be calmed.
    }
  }
}

void Machine::power_on() {
  virtio_.reset();
  legacy_.reset();
  clear_memory();
  reset_irqchip(vm_);
  for (std::uint32_t number = 0; number < config_.cpus; number++) {
    boot::reset_cpu(cpus_.vcpu(number), number, pristine_);
  }
  load_kernel();
  prepare_entry();
  ended_ = false;
  panicked_ = false;
}

// Anonymous pages become zeros again, pages of mapped files what the file says.
void Machine::clear_memory() {
  for (const auto& region : memory_.regions()) {
    check(madvise(region.bytes.data(), region.bytes.size(), MADV_DONTNEED), "madvise");
  }
}

void Machine::set_generation_id(const GenerationId& id) {
  generation_id_ = id;
  memory_.write(layout::kGenerationId, generation_id_);
  legacy_.power().raise(legacy::PowerEvent::generation_changed);
}

// On vCPU threads. A guest can cause events as often as it likes; the owner hears of each kind once.
void Machine::report(MachineEvent event) {
  const bool final = ends_guest(event.kind);
  if (final) cpus_.park();
  if ((final ? ended_ : panicked_).exchange(true)) return;
  loop_.post([this, event = std::move(event)] { callbacks_.event(event); });
}

}  // namespace vmwright
