import { CLASSES } from './names.js';

/**
 * The functions that have no generated method, each with the reason. `by` names the hand-written code that calls the
 * function or does its work; a function without `by` is skipped.
 */
export interface NotGenerated {
  readonly by?: string;
  readonly reason: string;
}

const each = (names: readonly string[], entry: NotGenerated): Record<string, NotGenerated> =>
  Object.fromEntries(names.map((name) => [name, entry]));

const EVENT_CLASSES = ['Domain', 'Network', 'StoragePool', 'NodeDevice', 'Secret'];
const WITH_CONNECT = [
  'Domain',
  'DomainSnapshot',
  'DomainCheckpoint',
  'Network',
  'Interface',
  'StoragePool',
  'StorageVol',
  'Secret',
];

export const NOT_GENERATED: Readonly<Record<string, NotGenerated>> = {
  ...each(
    CLASSES.filter((name) => name !== 'Connect').map((name) => `vir${name}Free`),
    { by: 'close(), the end of the connection, the garbage collector', reason: 'lifetime of a handle' },
  ),
  ...each(
    CLASSES.map((name) => `vir${name}Ref`),
    { by: 'native/libvirt/object.cc', reason: 'lifetime of a handle' },
  ),
  ...each(
    WITH_CONNECT.map((name) => `vir${name}GetConnect`),
    { by: '.connect', reason: 'known without a call' },
  ),
  ...each(['virConnectOpen', 'virConnectOpenReadOnly', 'virConnectOpenAuth'], {
    by: 'Connect.open()',
    reason: 'makes the first handle',
  }),
  virConnectClose: { by: 'Connect.close()', reason: 'lifetime of a handle' },
  ...each(
    EVENT_CLASSES.flatMap((name) => [
      `virConnect${name}EventRegisterAny`,
      `virConnect${name}EventDeregisterAny`,
    ]),
    { by: 'connect.on(), connect.events()', reason: 'callbacks; their arguments are generated' },
  ),
  ...each(['virConnectDomainEventRegister', 'virConnectDomainEventDeregister'], {
    by: "connect.on('domain:lifecycle')",
    reason: 'the first form of virConnectDomainEventRegisterAny, for one event only',
  }),
  ...each(['virConnectDomainQemuMonitorEventRegister', 'virConnectDomainQemuMonitorEventDeregister'], {
    by: "connect.on('qemu:monitor')",
    reason: 'callbacks',
  }),
  ...each(['virConnectRegisterCloseCallback', 'virConnectUnregisterCloseCallback'], {
    by: "connect.on('close')",
    reason: 'callbacks',
  }),
  virStreamNew: { by: 'connect.streamNew()', reason: 'streams are Duplex streams of Node' },
  ...each(
    [
      'virStreamRecv',
      'virStreamRecvFlags',
      'virStreamRecvHole',
      'virStreamSend',
      'virStreamSendHole',
      'virStreamFinish',
      'virStreamAbort',
      'virStreamEventAddCallback',
      'virStreamEventUpdateCallback',
      'virStreamEventRemoveCallback',
    ],
    {
      by: 'Stream (native/libvirt/stream.cc)',
      reason: 'streams are Duplex streams of Node',
    },
  ),
  ...each(['virStreamRecvAll', 'virStreamSparseRecvAll', 'virStreamSendAll', 'virStreamSparseSendAll'], {
    by: 'stream.pipeline(), Stream.readSparse(), Stream.sendHole()',
    reason: 'loops that call back from blocking streams; piping does the same',
  }),
  ...each(['virInitialize', 'virEventRegisterDefaultImpl', 'virEventRunDefaultImpl'], {
    by: 'native/libvirt/event_loop.cc',
    reason: 'before the first open',
  }),
  ...each(
    ['virSetErrorFunc', 'virSaveLastError', 'virFreeError', 'virGetLastErrorCode', 'virResetLastError'],
    {
      by: 'LibvirtError (native/libvirt/libvirt_error.cc)',
      reason: 'errors are taken on the thread of the call',
    },
  ),
  ...each(
    [
      'virGetLastError',
      'virGetLastErrorDomain',
      'virGetLastErrorMessage',
      'virCopyLastError',
      'virResetError',
      'virConnGetLastError',
      'virConnCopyLastError',
      'virConnResetLastError',
    ],
    {
      by: 'LibvirtError',
      reason: 'the same fields as virSaveLastError gives; in JavaScript there is no thread to ask later',
    },
  ),
  ...each(
    [
      'virTypedParamsAddInt',
      'virTypedParamsAddUInt',
      'virTypedParamsAddLLong',
      'virTypedParamsAddULLong',
      'virTypedParamsAddDouble',
      'virTypedParamsAddBoolean',
      'virTypedParamsAddString',
      'virTypedParamsAddStringList',
      'virTypedParamsFree',
      'virTypedParamsClear',
    ],
    {
      by: 'TypedParams records (native/libvirt/typed_params.cc)',
      reason: 'memory of C',
    },
  ),
  ...each(
    [
      'virTypedParamsGet',
      'virTypedParamsGetInt',
      'virTypedParamsGetUInt',
      'virTypedParamsGetLLong',
      'virTypedParamsGetULLong',
      'virTypedParamsGetDouble',
      'virTypedParamsGetBoolean',
      'virTypedParamsGetString',
    ],
    {
      by: 'TypedParams records',
      reason: 'a property of the record: params.cpu_time',
    },
  ),
  ...each(
    [
      'virDomainFSInfoFree',
      'virDomainIOThreadInfoFree',
      'virDomainInterfaceFree',
      'virDomainStatsRecordListFree',
      'virNetworkDHCPLeaseFree',
    ],
    {
      by: 'native/libvirt/result.cc',
      reason: 'memory of C, freed when it was converted',
    },
  ),
  virGetVersion: { by: 'libvirtVersion()', reason: 'needs no connection' },

  virTypedParamsAddFromString: { reason: 'JavaScript has its own ways from a string to a number' },
  virDefaultErrorFunc: { reason: 'prints an error to stderr; here errors are thrown' },
  virConnSetErrorFunc: { reason: 'a callback from foreign threads for errors that are thrown anyway' },
  ...each(
    [
      'virEventRegisterImpl',
      'virEventAddHandle',
      'virEventUpdateHandle',
      'virEventRemoveHandle',
      'virEventAddTimeout',
      'virEventUpdateTimeout',
      'virEventRemoveTimeout',
    ],
    {
      reason:
        "for programs that have no event loop; Node.js has one, libvirt's own runs on a thread of its own",
    },
  ),
};
