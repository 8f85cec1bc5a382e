import { memoryStore } from '@bihuan/core';
import { engineOver } from './over-store.ts';
import { testEngine } from './test-engine.ts';

testEngine('the engine over the memory store', engineOver(memoryStore));
