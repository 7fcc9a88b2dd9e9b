const isIPv4 = (text: string): boolean =>
	/^\d{1,3}(\.\d{1,3}){3}$/.test(text) &&
	text.split('.').every((part) => Number(part) < 256 && !/^0\d/.test(part));
const isIPv6 = (text: string): boolean => {
	const [head = '', tail, ...more] = text.split('::');
	const groups = (part: string | undefined) => (part ? part.split(':') : []);
	const all = [...groups(head), ...groups(tail)];
	if (more.length || !all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group) || isIPv4(group))) return false;
	return text.includes('::') ? all.length < 8 : all.length === 8;
};
export const isIP = (text: string): boolean => isIPv4(text) || isIPv6(text);
