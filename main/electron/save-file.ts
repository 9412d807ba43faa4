/** The desktop's own window for keeping a file. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, dialog } from 'electron';

/** Answers where it was written; null when the person changed their mind. */
export async function saveFile(suggestedName: string, bytes: Uint8Array): Promise<string | null> {
  const defaultPath = join(app.getPath('documents'), suggestedName);
  const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath });
  if (canceled || !filePath) return null;
  await writeFile(filePath, bytes);
  return filePath;
}
