export { createLibvirtEngine, type LibvirtEngineOptions } from './engine.js';
