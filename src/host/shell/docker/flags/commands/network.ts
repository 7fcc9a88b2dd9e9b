/** docker network COMMAND and docker volume COMMAND (docker/cli: cli/command/network, cli/command/volume). */
export const networkCommands = String.raw`
= network connect
2 [OPTIONS] NETWORK CONTAINER
Connect a container to a network
alias=strings Add network-scoped alias for the container
driver-opt=strings driver options for the network
26:ip=string IPv4 address (e.g., "172.30.100.104")
20:ip=string IPv4 address (e.g., 172.30.100.104)
26:ip6=string IPv6 address (e.g., "2001:db8::33")
20:ip6=string IPv6 address (e.g., 2001:db8::33)
link=list Add link to another container
link-local-ip=strings Add a link-local address for the container
= network create
1 [OPTIONS] NETWORK
Create a network
attachable Enable manual container attachment
aux-address=map Auxiliary IPv4 or IPv6 addresses used by Network driver (default map[])
config-from=string The network from which to copy the configuration
config-only Create a configuration only network
-d driver=string Driver to manage the Network (default "bridge")
gateway=strings IPv4 or IPv6 Gateway for the master subnet
ingress Create swarm routing-mesh network
internal Restrict external access to the network
ip-range=strings Allocate container ip from a sub-range
ipam-driver=string IP Address Management Driver (default "default")
ipam-opt=map Set IPAM driver specific options (default map[])
ipv6 Enable IPv6 networking
label=list Set metadata on a network
-o opt=map Set driver specific options (default map[])
scope=string Control the network's scope
subnet=strings Subnet in CIDR format that represents a network segment
= network disconnect
2 [OPTIONS] NETWORK CONTAINER
Disconnect a container from a network
-f force Force the container to disconnect from a network
= network inspect
1+ [OPTIONS] NETWORK [NETWORK...]
Display detailed information on one or more networks
26:-f format=string %json
20:-f format=string %go
-v verbose Verbose output for diagnostics
= network ls list
0 [OPTIONS]
List networks
26:-f filter=filter Provide filter values (e.g. "driver=bridge")
20:-f filter=filter Provide filter values (e.g. 'driver=bridge')
26:format=string %table
20:format=string Pretty-print networks using a Go template
no-trunc Do not truncate the output
-q quiet Only display network IDs
= network prune
0 [OPTIONS]
Remove all unused networks
26:filter=filter Provide filter values (e.g. "until=<timestamp>")
20:filter=filter Provide filter values (e.g. 'until=<timestamp>')
-f force Do not prompt for confirmation
= network rm remove
1+ NETWORK [NETWORK...]
Remove one or more networks
26:-f force Do not error if the network does not exist
= volume create
-1 [OPTIONS] [VOLUME]
Create a volume
-d driver=string Specify volume driver name (default "local")
label=list Set metadata for a volume
-o opt=map Set driver specific options (default map[])
= volume inspect
1+ [OPTIONS] VOLUME [VOLUME...]
Display detailed information on one or more volumes
26:-f format=string %json
20:-f format=string %go
= volume ls list
0 [OPTIONS]
List volumes
26:-f filter=filter Provide filter values (e.g. "dangling=true")
20:-f filter=filter Provide filter values (e.g. 'dangling=true')
26:format=string %table
20:format=string Pretty-print volumes using a Go template
-q quiet Only display volume names
= volume prune
0 [OPTIONS]
26:Remove unused local volumes
20:Remove all unused local volumes
26:-a all Remove all unused volumes, not just anonymous ones
26:filter=filter Provide filter values (e.g. "label=<label>")
20:filter=filter Provide filter values (e.g. 'label=<label>')
-f force Do not prompt for confirmation
= volume rm remove
1+ [OPTIONS] VOLUME [VOLUME...]
Remove one or more volumes
"Remove one or more volumes. You cannot remove a volume that is in use by a container.
>\n$ docker volume rm hello\nhello\n
-f force Force the removal of one or more volumes
`;
