/** The steps in the order they are shown. Spelt here so that the first page loads no schemas. */
import type { StepName } from '../../../domain/sign-in/steps.ts';

export const stepNames = [
  'operator',
  'self-test',
  'devices',
  'host-sign-on',
  'sync',
  'reconcile',
  'update',
  'float',
] as const satisfies readonly StepName[];
