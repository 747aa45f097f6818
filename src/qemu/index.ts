export { createQemuEngine, type QemuEngineDeps } from './engine.js';
