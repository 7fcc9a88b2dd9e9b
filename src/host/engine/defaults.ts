/** What a container gets where nothing was said (moby: runconfig, daemon/daemon_unix.go adaptContainerSettings). */
import type { Profile } from '../profile.ts';
import type { ContainerConfig, HostConfig } from './container.ts';

export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** 64 MiB (moby: opts/DefaultShmSize). */
export const DEFAULT_SHM_SIZE = 67108864;

export const emptyConfig: ContainerConfig = {
	hostname: '',
	domainname: '',
	user: '',
	attachStdin: false,
	attachStdout: false,
	attachStderr: false,
	tty: false,
	openStdin: false,
	stdinOnce: false,
	env: [],
	cmd: null,
	entrypoint: null,
	image: '',
	workingDir: '',
	labels: {},
	exposedPorts: [],
	volumes: [],
};

export const emptyHostConfig: HostConfig = {
	binds: [],
	networkMode: 'default',
	portBindings: {},
	publishAllPorts: false,
	restartPolicy: { name: 'no', maximumRetryCount: 0 },
	autoRemove: false,
	volumesFrom: [],
	capAdd: [],
	capDrop: [],
	cgroupnsMode: '',
	dns: [],
	dnsOptions: [],
	dnsSearch: [],
	extraHosts: [],
	ipcMode: '',
	links: [],
	oomScoreAdj: 0,
	pidMode: '',
	privileged: false,
	readonlyRootfs: false,
	securityOpt: [],
	tmpfs: {},
	utsMode: '',
	usernsMode: '',
	shmSize: 0,
	cpuShares: 0,
	memory: 0,
	memoryReservation: 0,
	memorySwap: 0,
	memorySwappiness: null,
	nanoCpus: 0,
	cpuPeriod: 0,
	cpuQuota: 0,
	cpusetCpus: '',
	cpusetMems: '',
	blkioWeight: 0,
	deviceRates: [],
	cgroupParent: '',
	devices: [],
	oomKillDisable: null,
	pidsLimit: null,
	init: null,
	ulimits: [],
	sysctls: {},
	logDriver: 'json-file',
	logOptions: {},
	isolation: '',
	storageOptions: {},
	runtime: 'runc',
	groupAdd: [],
	gpus: false,
	mounts: [],
};

/** Swap is twice the memory, the cgroup namespace private on v2, IPC private. */
export function adapted(hostConfig: HostConfig, profile: Profile): HostConfig {
	const { memory, memorySwap, ipcMode, cgroupnsMode, shmSize, privileged, pidsLimit } = hostConfig;
	return {
		...hostConfig,
		memorySwap: memory > 0 && memorySwap === 0 ? memory * 2 : memorySwap,
		shmSize: shmSize || DEFAULT_SHM_SIZE,
		ipcMode: ipcMode || 'private',
		cgroupnsMode: cgroupnsMode || (profile.cgroupVersion === 2 && !privileged ? 'private' : 'host'),
		memorySwappiness: profile.cgroupVersion === 2 ? null : hostConfig.memorySwappiness,
		oomKillDisable: profile.cgroupVersion === 2 ? null : (hostConfig.oomKillDisable ?? false),
		blkioWeight: profile.hasBlkioWeight ? hostConfig.blkioWeight : 0,
		pidsLimit: pidsLimit !== null && pidsLimit <= 0 ? null : pidsLimit,
	};
}
