/** The desktop's own window for keeping a file. */
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { writeWhole } from '../../db/file/whole-file.ts';

/** Answers where it was written, whole even on a stick that is pulled right then; null when the person changed their mind. */
export async function saveFile(suggestedName: string, bytes: Uint8Array): Promise<string | null> {
  const defaultPath = join(app.getPath('documents'), suggestedName);
  const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath });
  if (canceled || !filePath) return null;
  writeWhole(filePath, bytes);
  return filePath;
}
