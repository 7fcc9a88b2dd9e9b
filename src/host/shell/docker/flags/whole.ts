/** What only the rarer commands, help and complaints need of the command line. */
export { absentCommands, groups, hiddenGroups, openGroups, trustGroups } from './groups.ts';
export { helpText, shortUsage, usageText } from './help.ts';
export { commandTree } from './tree.ts';
