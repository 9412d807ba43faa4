/** Modules with machine code of their own: one built for another machine, or not installed at all, cannot be loaded. */

export type Loader = readonly [module: string, load: () => Promise<unknown>];

/** The names of those that cannot be loaded. */
export async function missingModules(loaders: readonly Loader[]): Promise<string[]> {
  const tried = await Promise.all(
    loaders.map(async ([module, load]) => {
      try {
        await load();
        return [];
      } catch {
        return [module];
      }
    }),
  );
  return tried.flat();
}
