/**
 * Whether an account of the console is the operator of that number and name: people are called the same in both, and
 * nobody vouches for what they did themselves under their other name.
 */
export function isSamePerson(
  account: string,
  operator: Readonly<{ number: string; name: string | undefined }>,
): boolean {
  const own = account.trim().toLowerCase();
  return [operator.number, operator.name].some((one) => one?.trim().toLowerCase() === own);
}
