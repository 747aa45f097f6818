// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.
#include <cstddef>

#include "libvirt/function.h"

namespace vmwright::libvirt {
namespace {

struct virDomainBlockInfo {
  unsigned long long capacity;
  unsigned long long allocation;
  unsigned long long physical;
};

constexpr Field virDomainBlockInfo_fields[] = {
    {"capacity", FieldKind::u64, offsetof(virDomainBlockInfo, capacity), 0, 0},
    {"allocation", FieldKind::u64, offsetof(virDomainBlockInfo, allocation), 0, 0},
    {"physical", FieldKind::u64, offsetof(virDomainBlockInfo, physical), 0, 0},
};

struct virDomainBlockJobInfo {
  int type;
  unsigned long bandwidth;
  unsigned long long cur;
  unsigned long long end;
};

constexpr Field virDomainBlockJobInfo_fields[] = {
    {"type", FieldKind::i32, offsetof(virDomainBlockJobInfo, type), 0, 0},
    {"bandwidth", FieldKind::u64, offsetof(virDomainBlockJobInfo, bandwidth), 0, 0},
    {"cur", FieldKind::u64, offsetof(virDomainBlockJobInfo, cur), 0, 0},
    {"end", FieldKind::u64, offsetof(virDomainBlockJobInfo, end), 0, 0},
};

struct virDomainBlockStatsStruct {
  long long rd_req;
  long long rd_bytes;
  long long wr_req;
  long long wr_bytes;
  long long errs;
};

constexpr Field virDomainBlockStatsStruct_fields[] = {
    {"rdReq", FieldKind::i64, offsetof(virDomainBlockStatsStruct, rd_req), 0, 0},
    {"rdBytes", FieldKind::i64, offsetof(virDomainBlockStatsStruct, rd_bytes), 0, 0},
    {"wrReq", FieldKind::i64, offsetof(virDomainBlockStatsStruct, wr_req), 0, 0},
    {"wrBytes", FieldKind::i64, offsetof(virDomainBlockStatsStruct, wr_bytes), 0, 0},
    {"errs", FieldKind::i64, offsetof(virDomainBlockStatsStruct, errs), 0, 0},
};

struct virDomainControlInfo {
  unsigned int state;
  unsigned int details;
  unsigned long long stateTime;
};

constexpr Field virDomainControlInfo_fields[] = {
    {"state", FieldKind::u32, offsetof(virDomainControlInfo, state), 0, 0},
    {"details", FieldKind::u32, offsetof(virDomainControlInfo, details), 0, 0},
    {"stateTime", FieldKind::u64, offsetof(virDomainControlInfo, stateTime), 0, 0},
};

struct virDomainDiskError {
  char* disk;
  int error;
};

constexpr Field virDomainDiskError_fields[] = {
    {"disk", FieldKind::text, offsetof(virDomainDiskError, disk), 0, 0},
    {"error", FieldKind::i32, offsetof(virDomainDiskError, error), 0, 0},
};

struct virDomainEventGraphicsAddress {
  int family;
  char* node;
  char* service;
};

constexpr Field virDomainEventGraphicsAddress_fields[] = {
    {"family", FieldKind::i32, offsetof(virDomainEventGraphicsAddress, family), 0, 0},
    {"node", FieldKind::text, offsetof(virDomainEventGraphicsAddress, node), 0, 0},
    {"service", FieldKind::text, offsetof(virDomainEventGraphicsAddress, service), 0, 0},
};

struct virDomainFSInfo {
  char* mountpoint;
  char* name;
  char* fstype;
  std::size_t ndevAlias;
  char** devAlias;
};

constexpr Field virDomainFSInfo_fields[] = {
    {"mountpoint", FieldKind::text, offsetof(virDomainFSInfo, mountpoint), 0, 0},
    {"name", FieldKind::text, offsetof(virDomainFSInfo, name), 0, 0},
    {"fstype", FieldKind::text, offsetof(virDomainFSInfo, fstype), 0, 0},
    {"devAlias", FieldKind::texts, offsetof(virDomainFSInfo, devAlias), offsetof(virDomainFSInfo, ndevAlias), 0},
};

struct virDomainIOThreadInfo {
  unsigned int iothread_id;
  unsigned char* cpumap;
  int cpumaplen;
};

constexpr Field virDomainIOThreadInfo_fields[] = {
    {"iothreadId", FieldKind::u32, offsetof(virDomainIOThreadInfo, iothread_id), 0, 0},
    {"cpumap", FieldKind::cpus, offsetof(virDomainIOThreadInfo, cpumap), offsetof(virDomainIOThreadInfo, cpumaplen), 0},
};

struct virDomainInfo {
  unsigned char state;
  unsigned long maxMem;
  unsigned long memory;
  unsigned short nrVirtCpu;
  unsigned long long cpuTime;
};

constexpr Field virDomainInfo_fields[] = {
    {"state", FieldKind::u8, offsetof(virDomainInfo, state), 0, 0},
    {"maxMem", FieldKind::u64, offsetof(virDomainInfo, maxMem), 0, 0},
    {"memory", FieldKind::u64, offsetof(virDomainInfo, memory), 0, 0},
    {"nrVirtCpu", FieldKind::u16, offsetof(virDomainInfo, nrVirtCpu), 0, 0},
    {"cpuTime", FieldKind::u64, offsetof(virDomainInfo, cpuTime), 0, 0},
};

struct virDomainIPAddress {
  int type;
  char* addr;
  unsigned int prefix;
};

constexpr Field virDomainIPAddress_fields[] = {
    {"type", FieldKind::i32, offsetof(virDomainIPAddress, type), 0, 0},
    {"addr", FieldKind::text, offsetof(virDomainIPAddress, addr), 0, 0},
    {"prefix", FieldKind::u32, offsetof(virDomainIPAddress, prefix), 0, 0},
};

struct virDomainInterface {
  char* name;
  char* hwaddr;
  unsigned int naddrs;
  void* addrs;
};

constexpr Field virDomainInterface_fields[] = {
    {"name", FieldKind::text, offsetof(virDomainInterface, name), 0, 0},
    {"hwaddr", FieldKind::text, offsetof(virDomainInterface, hwaddr), 0, 0},
    {"addrs", FieldKind::structs, offsetof(virDomainInterface, addrs), offsetof(virDomainInterface, naddrs), 9},
};

struct virDomainInterfaceStatsStruct {
  long long rx_bytes;
  long long rx_packets;
  long long rx_errs;
  long long rx_drop;
  long long tx_bytes;
  long long tx_packets;
  long long tx_errs;
  long long tx_drop;
};

constexpr Field virDomainInterfaceStatsStruct_fields[] = {
    {"rxBytes", FieldKind::i64, offsetof(virDomainInterfaceStatsStruct, rx_bytes), 0, 0},
    {"rxPackets", FieldKind::i64, offsetof(virDomainInterfaceStatsStruct, rx_packets), 0, 0},
    {"rxErrs", FieldKind::i64, offsetof(virDomainInterfaceStatsStruct, rx_errs), 0, 0},
    {"rxDrop", FieldKind::i64, offsetof(virDomainInterfaceStatsStruct, rx_drop), 0, 0},
    {"txBytes", FieldKind::i64, offsetof(virDomainInterfaceStatsStruct, tx_bytes), 0, 0},
    {"txPackets", FieldKind::i64, offsetof(virDomainInterfaceStatsStruct, tx_packets), 0, 0},
    {"txErrs", FieldKind::i64, offsetof(virDomainInterfaceStatsStruct, tx_errs), 0, 0},
    {"txDrop", FieldKind::i64, offsetof(virDomainInterfaceStatsStruct, tx_drop), 0, 0},
};

struct virDomainJobInfo {
  int type;
  unsigned long long timeElapsed;
  unsigned long long timeRemaining;
  unsigned long long dataTotal;
  unsigned long long dataProcessed;
  unsigned long long dataRemaining;
  unsigned long long memTotal;
  unsigned long long memProcessed;
  unsigned long long memRemaining;
  unsigned long long fileTotal;
  unsigned long long fileProcessed;
  unsigned long long fileRemaining;
};

constexpr Field virDomainJobInfo_fields[] = {
    {"type", FieldKind::i32, offsetof(virDomainJobInfo, type), 0, 0},
    {"timeElapsed", FieldKind::u64, offsetof(virDomainJobInfo, timeElapsed), 0, 0},
    {"timeRemaining", FieldKind::u64, offsetof(virDomainJobInfo, timeRemaining), 0, 0},
    {"dataTotal", FieldKind::u64, offsetof(virDomainJobInfo, dataTotal), 0, 0},
    {"dataProcessed", FieldKind::u64, offsetof(virDomainJobInfo, dataProcessed), 0, 0},
    {"dataRemaining", FieldKind::u64, offsetof(virDomainJobInfo, dataRemaining), 0, 0},
    {"memTotal", FieldKind::u64, offsetof(virDomainJobInfo, memTotal), 0, 0},
    {"memProcessed", FieldKind::u64, offsetof(virDomainJobInfo, memProcessed), 0, 0},
    {"memRemaining", FieldKind::u64, offsetof(virDomainJobInfo, memRemaining), 0, 0},
    {"fileTotal", FieldKind::u64, offsetof(virDomainJobInfo, fileTotal), 0, 0},
    {"fileProcessed", FieldKind::u64, offsetof(virDomainJobInfo, fileProcessed), 0, 0},
    {"fileRemaining", FieldKind::u64, offsetof(virDomainJobInfo, fileRemaining), 0, 0},
};

struct virDomainMemoryStatStruct {
  int tag;
  unsigned long long val;
};

constexpr Field virDomainMemoryStatStruct_fields[] = {
    {"tag", FieldKind::i32, offsetof(virDomainMemoryStatStruct, tag), 0, 0},
    {"val", FieldKind::u64, offsetof(virDomainMemoryStatStruct, val), 0, 0},
};

struct virDomainStatsRecord {
  void* dom;
  void* params;
  int nparams;
};

constexpr Field virDomainStatsRecord_fields[] = {
    {"domain", FieldKind::handle, offsetof(virDomainStatsRecord, dom), 0, 1},
    {"params", FieldKind::params, offsetof(virDomainStatsRecord, params), offsetof(virDomainStatsRecord, nparams), 0},
};

struct virNetworkDHCPLease {
  char* iface;
  long long expirytime;
  int type;
  char* mac;
  char* iaid;
  char* ipaddr;
  unsigned int prefix;
  char* hostname;
  char* clientid;
};

constexpr Field virNetworkDHCPLease_fields[] = {
    {"iface", FieldKind::text, offsetof(virNetworkDHCPLease, iface), 0, 0},
    {"expirytime", FieldKind::i64, offsetof(virNetworkDHCPLease, expirytime), 0, 0},
    {"type", FieldKind::i32, offsetof(virNetworkDHCPLease, type), 0, 0},
    {"mac", FieldKind::text, offsetof(virNetworkDHCPLease, mac), 0, 0},
    {"iaid", FieldKind::text, offsetof(virNetworkDHCPLease, iaid), 0, 0},
    {"ipaddr", FieldKind::text, offsetof(virNetworkDHCPLease, ipaddr), 0, 0},
    {"prefix", FieldKind::u32, offsetof(virNetworkDHCPLease, prefix), 0, 0},
    {"hostname", FieldKind::text, offsetof(virNetworkDHCPLease, hostname), 0, 0},
    {"clientid", FieldKind::text, offsetof(virNetworkDHCPLease, clientid), 0, 0},
};

struct virNodeInfo {
  char model[32];
  unsigned long memory;
  unsigned int cpus;
  unsigned int mhz;
  unsigned int nodes;
  unsigned int sockets;
  unsigned int cores;
  unsigned int threads;
};

constexpr Field virNodeInfo_fields[] = {
    {"model", FieldKind::chars, offsetof(virNodeInfo, model), 0, 0},
    {"memory", FieldKind::u64, offsetof(virNodeInfo, memory), 0, 0},
    {"cpus", FieldKind::u32, offsetof(virNodeInfo, cpus), 0, 0},
    {"mhz", FieldKind::u32, offsetof(virNodeInfo, mhz), 0, 0},
    {"nodes", FieldKind::u32, offsetof(virNodeInfo, nodes), 0, 0},
    {"sockets", FieldKind::u32, offsetof(virNodeInfo, sockets), 0, 0},
    {"cores", FieldKind::u32, offsetof(virNodeInfo, cores), 0, 0},
    {"threads", FieldKind::u32, offsetof(virNodeInfo, threads), 0, 0},
};

struct virSecurityLabel {
  char label[4097];
  int enforcing;
};

constexpr Field virSecurityLabel_fields[] = {
    {"label", FieldKind::chars, offsetof(virSecurityLabel, label), 0, 0},
    {"enforcing", FieldKind::i32, offsetof(virSecurityLabel, enforcing), 0, 0},
};

struct virSecurityModel {
  char model[257];
  char doi[257];
};

constexpr Field virSecurityModel_fields[] = {
    {"model", FieldKind::chars, offsetof(virSecurityModel, model), 0, 0},
    {"doi", FieldKind::chars, offsetof(virSecurityModel, doi), 0, 0},
};

struct virStoragePoolInfo {
  int state;
  unsigned long long capacity;
  unsigned long long allocation;
  unsigned long long available;
};

constexpr Field virStoragePoolInfo_fields[] = {
    {"state", FieldKind::i32, offsetof(virStoragePoolInfo, state), 0, 0},
    {"capacity", FieldKind::u64, offsetof(virStoragePoolInfo, capacity), 0, 0},
    {"allocation", FieldKind::u64, offsetof(virStoragePoolInfo, allocation), 0, 0},
    {"available", FieldKind::u64, offsetof(virStoragePoolInfo, available), 0, 0},
};

struct virStorageVolInfo {
  int type;
  unsigned long long capacity;
  unsigned long long allocation;
};

constexpr Field virStorageVolInfo_fields[] = {
    {"type", FieldKind::i32, offsetof(virStorageVolInfo, type), 0, 0},
    {"capacity", FieldKind::u64, offsetof(virStorageVolInfo, capacity), 0, 0},
    {"allocation", FieldKind::u64, offsetof(virStorageVolInfo, allocation), 0, 0},
};

constexpr Struct kStructs[] = {
    {"virDomainBlockInfo", sizeof(virDomainBlockInfo), nullptr, nullptr, virDomainBlockInfo_fields},
    {"virDomainBlockJobInfo", sizeof(virDomainBlockJobInfo), nullptr, nullptr, virDomainBlockJobInfo_fields},
    {"virDomainBlockStatsStruct", sizeof(virDomainBlockStatsStruct), nullptr, nullptr, virDomainBlockStatsStruct_fields},
    {"virDomainControlInfo", sizeof(virDomainControlInfo), nullptr, nullptr, virDomainControlInfo_fields},
    {"virDomainDiskError", sizeof(virDomainDiskError), nullptr, nullptr, virDomainDiskError_fields},
    {"virDomainEventGraphicsAddress", sizeof(virDomainEventGraphicsAddress), nullptr, nullptr, virDomainEventGraphicsAddress_fields},
    {"virDomainFSInfo", sizeof(virDomainFSInfo), "virDomainFSInfoFree", nullptr, virDomainFSInfo_fields},
    {"virDomainIOThreadInfo", sizeof(virDomainIOThreadInfo), "virDomainIOThreadInfoFree", nullptr, virDomainIOThreadInfo_fields},
    {"virDomainInfo", sizeof(virDomainInfo), nullptr, nullptr, virDomainInfo_fields},
    {"virDomainIPAddress", sizeof(virDomainIPAddress), nullptr, nullptr, virDomainIPAddress_fields},
    {"virDomainInterface", sizeof(virDomainInterface), "virDomainInterfaceFree", nullptr, virDomainInterface_fields},
    {"virDomainInterfaceStatsStruct", sizeof(virDomainInterfaceStatsStruct), nullptr, nullptr, virDomainInterfaceStatsStruct_fields},
    {"virDomainJobInfo", sizeof(virDomainJobInfo), nullptr, nullptr, virDomainJobInfo_fields},
    {"virDomainMemoryStatStruct", sizeof(virDomainMemoryStatStruct), nullptr, nullptr, virDomainMemoryStatStruct_fields},
    {"virDomainStatsRecord", sizeof(virDomainStatsRecord), nullptr, "virDomainStatsRecordListFree", virDomainStatsRecord_fields},
    {"virNetworkDHCPLease", sizeof(virNetworkDHCPLease), "virNetworkDHCPLeaseFree", nullptr, virNetworkDHCPLease_fields},
    {"virNodeInfo", sizeof(virNodeInfo), nullptr, nullptr, virNodeInfo_fields},
    {"virSecurityLabel", sizeof(virSecurityLabel), nullptr, nullptr, virSecurityLabel_fields},
    {"virSecurityModel", sizeof(virSecurityModel), nullptr, nullptr, virSecurityModel_fields},
    {"virStoragePoolInfo", sizeof(virStoragePoolInfo), nullptr, nullptr, virStoragePoolInfo_fields},
    {"virStorageVolInfo", sizeof(virStorageVolInfo), nullptr, nullptr, virStorageVolInfo_fields},
};

}  // namespace

std::span<const Struct> structs() { return kStructs; }

}  // namespace vmwright::libvirt
