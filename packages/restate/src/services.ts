// Everything that has to be served for cases to live on Restate.
import { caseObject } from './case-object.ts';
import { laneObject } from './lane-object.ts';
import { objectsOf } from './objects.ts';
import type { CaseOptions } from './perform.ts';
import { projectionObject } from './projection-object.ts';
import { keyObject, subjectObject } from './registers.ts';
import { troubleObject } from './trouble-object.ts';

/** The services to hand to `serve` or `createEndpointHandler` of the Restate SDK. Every node serves the same. */
export function caseServices(options: CaseOptions) {
  const objects = objectsOf(options.name);
  return [
    caseObject(options),
    keyObject(objects),
    subjectObject(objects),
    laneObject(options),
    troubleObject(objects),
    projectionObject(objects, options.projection),
  ];
}
