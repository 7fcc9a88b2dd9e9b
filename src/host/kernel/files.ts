/** All that a task does with files, by path: `pid` says whose root, working directory, mounts and credentials. */
export { content, exists, listing, programName, status } from './reading.ts';
export { open, writeFile, type OpenMode } from './opening.ts';
export { hardLink, makeDirectory, remove, removeDirectory } from './naming.ts';
export { plant, treeAt, type Tree, type TreeNode } from './tree.ts';
