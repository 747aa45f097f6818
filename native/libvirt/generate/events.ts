import type { Api, ApiEnumValue, ApiParameter } from './api.js';
import { type ClassName, camel, classOf } from './names.js';
import { enumOf } from './parameters.js';

export interface EventArgument {
  readonly key: string;
  readonly kind: string;
  readonly cType: string;
  readonly info: string;
  readonly className?: ClassName;
  readonly struct?: string;
  readonly enumType?: string;
}

/** One event: what TypeScript calls it and what its callback gets. */
export interface EventPlan {
  readonly name: string;
  readonly registrar: string;
  readonly id: number;
  readonly cName: string;
  readonly version: string;
  readonly info: string;
  readonly returns: string;
  readonly arguments: readonly EventArgument[];
}

/** The enums of events, with what registers them. */
const GROUPS: ReadonlyArray<readonly [type: string, prefix: string, registrar: string]> = [
  ['virDomainEventID', 'VIR_DOMAIN_EVENT_ID_', 'domain'],
  ['virNetworkEventID', 'VIR_NETWORK_EVENT_ID_', 'network'],
  ['virStoragePoolEventID', 'VIR_STORAGE_POOL_EVENT_ID_', 'storage_pool'],
  ['virNodeDeviceEventID', 'VIR_NODE_DEVICE_EVENT_ID_', 'node_device'],
  ['virSecretEventID', 'VIR_SECRET_EVENT_ID_', 'secret'],
];

const KINDS: Readonly<Record<string, string>> = {
  int: 'i32',
  'unsigned int': 'u32',
  'long long': 'i64',
  'unsigned long long': 'u64',
  'const char *': 'string',
  virTypedParameterPtr: 'typed_params',
};

function argument(api: Api, { name, type, info }: ApiParameter): EventArgument {
  const base = { key: camel(name), cType: type, info };
  const className = classOf(type);
  if (className !== undefined)
    return { ...base, key: className === 'Domain' ? 'domain' : base.key, kind: 'handle', className };
  if (name === 'nparams') return { ...base, kind: 'size_of' };
  if (/GraphicsAddress \*$/.test(type))
    return { ...base, kind: 'out_struct', struct: 'virDomainEventGraphicsAddress' };
  if (/GraphicsSubject \*$/.test(type)) return { ...base, kind: 'out_structs' };
  const kind = KINDS[type];
  if (kind === undefined) throw new Error(`no rule for the event argument '${type} ${name}'`);
  const enumType = kind === 'i32' ? enumOf(api, info) : undefined;
  return { ...base, kind, ...(enumType === undefined ? {} : { enumType }) };
}

function argumentsOf(api: Api, callback: string): Pick<EventPlan, 'arguments' | 'returns' | 'info'> {
  const found = api.callbacks.get(callback);
  if (found === undefined) throw new Error(`no callback ${callback}`);
  const own = found.parameters.slice(1).filter(({ name }) => name !== 'opaque');
  return { arguments: own.map((each) => argument(api, each)), returns: found.returns, info: found.info };
}

const kebab = (name: string): string => name.toLowerCase().replaceAll('_', '-');

function planEvent(api: Api, value: ApiEnumValue, prefix: string, registrar: string): EventPlan {
  const callback = /vir\w+/.exec(value.info)?.[0] ?? '';
  return {
    name: `${kebab(registrar)}:${kebab(value.name.slice(prefix.length))}`,
    registrar,
    id: value.value,
    cName: value.name,
    version: value.version,
    ...argumentsOf(api, callback),
  };
}

/** Every event of libvirt. */
export function planEvents(api: Api): EventPlan[] {
  const listed = GROUPS.flatMap(([type, prefix, registrar]) =>
    (api.enums.get(type) ?? []).map((value) => planEvent(api, value, prefix, registrar)),
  );
  const other = (name: string, registrar: string, cName: string, version: string, callback: string) => ({
    name,
    registrar,
    id: 0,
    cName,
    version,
    ...argumentsOf(api, callback),
  });
  return [
    ...listed,
    other(
      'qemu:monitor',
      'qemu_monitor',
      'virConnectDomainQemuMonitorEventRegister',
      '1.2.3',
      'virConnectDomainQemuMonitorEventCallback',
    ),
    other('close', 'close', 'virConnectRegisterCloseCallback', '0.10.0', 'virConnectCloseFunc'),
  ];
}
