/** /var/lib/docker/containers/ID: what dockerd keeps of a container on the disk (moby: container/container.go). */
import { exists, makeDirectory, remove, writeFile } from '../kernel/files.ts';
import type { Host } from '../host.ts';
import type { Container } from './container.ts';
import { daemonPid } from './volumes.ts';

export const containerDirectory = (id: string): string => `/var/lib/docker/containers/${id}`;

/** Beside the old one and renamed into place, says a trace; here in one step. */
export function writeConfig(host: Host, container: Container): void {
	const { id, name, image, path, args, state, restartCount, isStoppedByHand } = container;
	const record = {
		...{ ID: id, Name: `/${name}`, Image: `sha256:${image}`, Path: path, Args: args },
		State: { Running: state.status === 'running', Paused: state.status === 'paused', Pid: state.pid },
		...{ RestartCount: restartCount, HasBeenManuallyStopped: isStoppedByHand, Driver: 'overlay2' },
	};
	writeFile(host, daemonPid(host), `${containerDirectory(id)}/config.v2.json`, JSON.stringify(record));
}

export function makeContainerFiles(host: Host, container: Container): void {
	const pid = daemonPid(host);
	const directory = containerDirectory(container.id);
	makeDirectory(host, pid, directory, { parents: true, mode: 0o710 });
	const { memory, networkMode, restartPolicy } = container.hostConfig;
	const wishes = { NetworkMode: networkMode, RestartPolicy: restartPolicy, Memory: memory };
	writeFile(host, pid, `${directory}/hostconfig.json`, JSON.stringify(wishes));
	writeConfig(host, container);
}

export function removeContainerFiles(host: Host, id: string): void {
	const directory = containerDirectory(id);
	if (exists(host.state, daemonPid(host), directory))
		remove(host, daemonPid(host), directory, { recursive: true });
}
