# kvm.node: our core for KVM behind Node-API. On other systems than Linux there is nothing to build and
# the TypeScript side says so.
{
  'variables': {
    # 1 in this project's own builds (scripts/build-native.mjs): warnings are errors, and the static
    # vmwright-probe is built too. A build from the npm package has another compiler and needs neither.
    'vmwright_own_build%': 0,
    'core_sources': [
      'native/base/error.cc',
      'native/base/event_fd.cc',
      'native/base/event_loop.cc',
      'native/base/fd.cc',
      'native/base/json.cc',
      'native/base/mapping.cc',
      'native/base/timer_queue.cc',
      'native/kvm/deadline.cc',
      'native/kvm/exit.cc',
      'native/kvm/flexible_ioctls.c',
      'native/kvm/guest_memory.cc',
      'native/kvm/system.cc',
      'native/kvm/vcpu.cc',
      'native/kvm/vm.cc',
      'native/kvm/block/engine.cc',
      'native/kvm/block/file.cc',
      'native/kvm/block/image.cc',
      'native/kvm/block/overlay.cc',
      'native/kvm/block/sector_map.cc',
      'native/kvm/block/thread_engine.cc',
      'native/kvm/block/uring.cc',
      'native/kvm/block/uring_engine.cc',
      'native/kvm/probe/capabilities.cc',
      'native/kvm/probe/guest.S',
      'native/kvm/probe/guest_image.cc',
      'native/kvm/probe/guest_runner.cc',
      'native/kvm/probe/host_cpu.cc',
      'native/kvm/probe/probe.cc',
      'native/kvm/probe/remedy.cc',
      'native/kvm/probe/report_json.cc',
      'native/kvm/probe/steps.cc',
      'native/kvm/virtio/balloon.cc',
      'native/kvm/virtio/balloon_pages.cc',
      'native/kvm/virtio/balloon_stats.cc',
      'native/kvm/virtio/block.cc',
      'native/kvm/virtio/block_jobs.cc',
      'native/kvm/virtio/block_request.cc',
      'native/kvm/virtio/rate_limit.cc',
    ],
    # What only vmwright-vmm needs.
    'vmm_sources': [
      'native/kvm/interrupts.cc',
      'native/kvm/pci/config_space.cc',
      'native/kvm/pci/host_bridge.cc',
      'native/kvm/pci/msix.cc',
      'native/kvm/pci/root_bus.cc',
      'native/kvm/virtio/chain.cc',
      'native/kvm/virtio/queue.cc',
      'native/kvm/virtio/registers.cc',
      'native/kvm/virtio/rng.cc',
      'native/kvm/virtio/transport.cc',
      'native/kvm/virtio/transport_mmio.cc',
      'native/kvm/virtio/transport_pci.cc',
      'native/kvm/virtio/transport_pci_config.cc',
    ],
  },
  'target_defaults': {
    'include_dirs': ['native'],
    # Nothing here is hot; small code loads faster.
    'cflags': ['-Os', '-Wall', '-Wextra', '-fvisibility=hidden', '-ffunction-sections', '-fdata-sections'],
    'cflags_cc': ['-std=c++20'],
    # Node's own flags ask for C++17 without exceptions and RTTI.
    'cflags_cc!': ['-std=gnu++17', '-std=gnu++20', '-fno-exceptions', '-fno-rtti'],
    'cflags!': ['-O3', '-fno-exceptions'],
    'conditions': [['vmwright_own_build==1', { 'cflags': ['-Werror'] }]],
  },
  'conditions': [
    ['OS=="linux" and target_arch=="x64"', {
      'targets': [
        {
          'target_name': 'core',
          'type': 'static_library',
          'sources': ['<@(core_sources)'],
        },
        {
          'target_name': 'kvm',
          'sources': [
            'native/addon/args.cc',
            'native/addon/event_api.cc',
            'native/addon/event_state.cc',
            'native/addon/exit_object.cc',
            'native/addon/interrupt_api.cc',
            'native/addon/js_error.cc',
            'native/addon/kvm.cc',
            'native/addon/layout.cc',
            'native/addon/layouts.cc',
            'native/addon/memory_api.cc',
            'native/addon/old_glibc.c',
            'native/addon/system_api.cc',
            'native/addon/vcpu_api.cc',
            'native/addon/vcpu_session.cc',
            'native/addon/vcpu_state_api.cc',
            'native/addon/vcpu_thread.cc',
            'native/addon/vm_api.cc',
          ],
          'dependencies': ['core', "<!(node -p \"require('node-addon-api').targets\"):node_addon_api_except_all"],
          'defines': [
            'NAPI_VERSION=8',
            'NODE_ADDON_API_DISABLE_DEPRECATED',
            'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
          ],
          # libgcc stays shared: Node itself needs it, and a static one would need glibc 2.35.
          'ldflags': ['-static-libstdc++', '-Wl,--gc-sections', '-Wl,-z,relro,-z,now', '-Wl,--exclude-libs,ALL'],
        },
      ],
      'conditions': [
        ['vmwright_own_build==1', {
          'targets': [
            {
              'target_name': 'vmwright-probe',
              'type': 'executable',
              'sources': ['native/kvm/probe/main.cc'],
              'dependencies': ['core'],
              'ldflags': ['-static', '-Wl,--gc-sections'],
              'ldflags!': ['-rdynamic'],
            },
          ],
        }],
      ],
    }, {
      'targets': [{ 'target_name': 'kvm', 'type': 'none' }],
    }],
  ],
}
