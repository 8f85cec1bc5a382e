import { errand } from '../store/errand.ts';
import { testProcess } from './test-process.ts';

testProcess(errand, { expectAllStates: true });
