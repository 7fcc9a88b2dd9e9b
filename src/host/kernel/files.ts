/** All that a task does with files, by path: `pid` says whose root, working directory, mounts and credentials. */
export {
	content,
	diskUsage,
	exists,
	freeSpace,
	listing,
	programName,
	readLink,
	status,
	xattrs,
} from './reading.ts';
export { open, writeFile, type OpenMode } from './opening.ts';
export {
	hardLink,
	makeDirectory,
	makeNode,
	remove,
	removeDirectory,
	rename,
	symbolicLink,
} from './naming.ts';
export { setMode, setOwner, setXattr, touch, truncate } from './attributes.ts';
export { plant, treeAt, type Tree, type TreeNode } from './tree.ts';
