/** What looks at a screen while it stands still. */
import type { Page } from '@playwright/test';

/** `name` is the screen's, for a picture's file or a message. */
export type Visit = (page: Page, name: string) => Promise<void>;
