/** Images: from what the user names to files that an engine can boot. */
export { buildImage, type ImageSummary, listImages, removeImage } from './manage.js';
export { resolveImage } from './resolve.js';
export { nocloudSeed } from './seed/nocloud.js';
export { imageCacheDir } from './store/cache-dir.js';
export type {
  DiskFormat,
  DiskSource,
  ImageName,
  ImageSource,
  KernelSource,
  ResolvedImage,
  RootDiskSource,
} from './types.js';
export { detectDiskFormat } from './user/disk-format.js';
