/**
 * What reading a command line needs of the tables beside this one: without what only --help says (everyday.test.ts
 * holds them together).
 */
export const rootOptions = String.raw`
= docker
0

config=string (default "/root/.docker")
-c context=string
-D debug
-H host=list
-l log-level=string (default "info")
tls
tlscacert=string (default "/root/.docker/ca.pem")
tlscert=string (default "/root/.docker/cert.pem")
tlskey=string (default "/root/.docker/key.pem")
tlsverify
-v version
`;

/** Which docker run has too. */
export const createOptions = String.raw`
add-host=list
26:annotation=map
-a attach=list
blkio-weight=uint16
blkio-weight-device=list
cap-add=list
cap-drop=list
cgroup-parent=string
cgroupns=string
cidfile=string
cpu-period=int
cpu-quota=int
cpu-rt-period=int
cpu-rt-runtime=int
-c cpu-shares=int
cpus=decimal
cpuset-cpus=string
cpuset-mems=string
device=list
device-cgroup-rule=list
device-read-bps=list
device-read-iops=list
device-write-bps=list
device-write-iops=list
disable-content-trust (default true)
dns=list
dns-option=list
dns-search=list
domainname=string
entrypoint=string
-e env=list
env-file=list
expose=list
gpus=gpu-request
group-add=list
health-cmd=string
health-interval=duration
health-retries=int
26:health-start-interval=duration
health-start-period=duration
health-timeout=duration
help
-h hostname=string
init
-i interactive
ip=string
ip6=string
ipc=string
isolation=string
kernel-memory=bytes
-l label=list
label-file=list
link=list
link-local-ip=list
log-driver=string
log-opt=list
mac-address=string
-m memory=bytes
memory-reservation=bytes
memory-swap=bytes
memory-swappiness=int (default -1)
mount=mount
name=string
network=network
network-alias=list
no-healthcheck
oom-kill-disable
oom-score-adj=int
pid=string
pids-limit=int
platform=string
privileged
-p publish=list
-P publish-all
26:-q quiet
read-only
restart=string (default "no")
rm
runtime=string
security-opt=list
shm-size=bytes
26:stop-signal=string
20:stop-signal=string (default "SIGTERM")
stop-timeout=int
storage-opt=list
sysctl=map
tmpfs=list
-t tty
ulimit=ulimit
-u user=string
userns=string
uts=string
-v volume=list
volume-driver=string
volumes-from=list
-w workdir=string
~dns-opt=list
~net=network
~net-alias=list
`;

export const containerOptions = String.raw`
= container create, create
1+!

%create
pull=string (default "missing")
= container run, run
1+!

%create
-d detach
detach-keys=string
pull=string (default "missing")
sig-proxy (default true)
= container attach, attach
1

detach-keys=string
no-stdin
sig-proxy (default true)
= container commit, commit
1-2!

-a author=string
-c change=list
-m message=string
-p pause (default true)
= container cp, cp
2

-a archive
-L follow-link
26:-q quiet
= container diff, diff
1

= container exec, exec
2+!

-d detach
detach-keys=string
-e env=list
env-file=list
-i interactive
privileged
-t tty
-u user=string
-w workdir=string
= container export, export
1

-o output=string
= container inspect
1+

-f format=string
-s size
= container kill, kill
1+

26:-s signal=string
20:-s signal=string (default "KILL")
= container ls ps list, ps
0

-a all
-f filter=filter
format=string
-n last=int (default -1)
-l latest
no-trunc
-q quiet
-s size
= container logs, logs
1

details
-f follow
since=string
-n tail=string (default "all")
-t timestamps
until=string
= container pause, pause
1+

= container port, port
1-2

= container prune
0

filter=filter
-f force
= container rename, rename
2

= container restart, restart
1+

26:-s signal=string
26:-t time=int
20:-t time=int (default 10)
= container rm 26:remove, rm
1+

-f force
-l link
-v volumes
= container start, start
1+

-a attach
detach-keys=string
-i interactive
= container stats, stats
0+

-a all
format=string
no-stream
no-trunc
= container stop, stop
1+

26:-s signal=string
26:-t time=int
20:-t time=int (default 10)
= container top, top
1+!

= container unpause, unpause
1+

= container update, update
1+

blkio-weight=uint16
cpu-period=int
cpu-quota=int
cpu-rt-period=int
cpu-rt-runtime=int
-c cpu-shares=int
cpus=decimal
cpuset-cpus=string
cpuset-mems=string
20:kernel-memory=bytes
-m memory=bytes
memory-reservation=bytes
memory-swap=bytes
pids-limit=int
restart=string
= container wait, wait
1+
`;
