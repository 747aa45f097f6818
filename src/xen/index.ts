export { createXenEngine } from './engine.js';
