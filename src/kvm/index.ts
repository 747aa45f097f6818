export { createKvmEngine } from './engine.js';
