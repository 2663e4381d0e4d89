#!/bin/bash
# Prints one line of JSON: what this EC2 instance's metadata says of its network, and what its guest system says of it.
# Needs what the official Amazon Linux, Ubuntu, Debian, RHEL and SUSE images ship: bash, curl, ip, sed, grep. Changes
# nothing, writes no file, and needs no right on AWS beyond what lets Systems Manager run it.
set -euo pipefail
imds="${AWS_EC2_METADATA_SERVICE_ENDPOINT:-http://169.254.169.254}"
imds="${imds%/}"

fail() { echo "capture: $*" >&2; exit 1; }

token=$(curl -sf --noproxy '*' --max-time 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' "$imds/latest/api/token") ||
    fail "the metadata service at $imds gives no IMDSv2 token: is it enabled for this instance?"

# meta PATH: the metadata at PATH; fails when the service does.
meta() {
    curl -sf --noproxy '*' --max-time 5 -H "X-aws-ec2-metadata-token: $token" "$imds/latest/meta-data/$1" ||
        fail "the metadata service at $imds has no $1"
}

# or_nothing PATH: the same, empty where there is none (404); any other answer fails.
or_nothing() {
    local answer status
    answer=$(curl -s --noproxy '*' --max-time 5 -w '\n%{http_code}' -H "X-aws-ec2-metadata-token: $token" "$imds/latest/meta-data/$1") ||
        fail "the metadata service at $imds does not answer for $1"
    status="${answer##*$'\n'}"
    case "$status" in
        200) printf '%s' "${answer%$'\n'*}" ;;
        404) ;;
        *) fail "the metadata service at $imds answers $status for $1" ;;
    esac
}

# json TEXT: TEXT as a JSON string.
json() {
    local text="$1" out='' char code i
    for ((i = 0; i < ${#text}; i++)); do
        char="${text:i:1}"
        case "$char" in
            '"') out+='\"' ;;
            \\) out+='\\' ;;
            [[:cntrl:]]) printf -v code '\\u%04x' "'$char"; out+="$code" ;;
            *) out+="$char" ;;
        esac
    done
    printf '"%s"' "$out"
}

# list WORD...: the words as a JSON list of strings.
list() {
    local word out=''
    for word in "$@"; do out+="${out:+,}$(json "$word")"; done
    printf '[%s]' "$out"
}

# Tags may be kept out of the metadata: EC2 refuses them there if one key has a blank or a slash. Then the name is null,
# and whoever sent this document takes it from EC2.
tags=$(or_nothing tags/instance/)
name=null
if [[ -n "$tags" ]]; then
    name=''
    if grep -qx Name <<<"$tags"; then name=$(meta tags/instance/Name); fi
    name=$(json "$name")
fi

# The gateway is the guest's own default route by that interface, where it has one; `ip` is asked once.
routes=$(ip -4 route show default 2>/dev/null || true)
links=$(ip -o link show 2>/dev/null || true)
addresses=$(ip -4 -o addr show 2>/dev/null || true)

# Every answer goes into a variable of its own first: inside of "$(json "$(meta x)")" a failure would go unnoticed.
instance=$(meta instance-id)
zone=$(meta placement/availability-zone)
macs=$(meta network/interfaces/macs/)
nics='' hard_coded=() only_ipv6=() vpc=''
for mac in $macs; do
    mac="${mac%/}"
    at="network/interfaces/macs/$mac"
    vpc=$(meta "$at/vpc-id")
    # An interface of a subnet for IPv6 alone has neither of the two.
    found=$(or_nothing "$at/local-ipv4s")
    if [[ -z "$found" ]]; then
        only_ipv6+=("$mac")
        continue
    fi
    mapfile -t ips <<<"$found"
    number=$(meta "$at/device-number")
    subnet=$(meta "$at/subnet-id")
    cidr=$(or_nothing "$at/subnet-ipv4-cidr-block")
    device=$(grep -iF "$mac" <<<"$links" | sed -E 's/^[0-9]+: ([^:@]+).*/\1/;q' || true)
    gateway=''
    if [[ -n "$device" ]]; then
        gateway=$(grep -E " dev $device( |\$)" <<<"$routes" | sed -nE 's/.* via ([0-9.]+).*/\1/p;q' || true)
        # An address that DHCP leased is shown as dynamic; one without was set by hand or by a file.
        if grep -E "^[0-9]+: $device +inet ${ips[0]}/" <<<"$addresses" | grep -qv ' dynamic '; then
            hard_coded+=("${ips[0]} on $device")
        fi
    fi
    nics+="${nics:+,}{\"device_index\":$number,\"address\":$(json "${ips[0]}"),\"mac\":$(json "${mac,,}")"
    nics+=",\"secondary\":$(list "${ips[@]:1}"),\"subnet_id\":$(json "$subnet")"
    nics+=",\"cidr\":$(json "$cidr"),\"gateway\":$(json "$gateway")}"
done

mapfile -t dns < <(sed -nE 's/^nameserver[[:space:]]+([0-9.]+).*/\1/p' /run/systemd/resolve/resolv.conf 2>/dev/null ||
    sed -nE 's/^nameserver[[:space:]]+([0-9.]+).*/\1/p' /etc/resolv.conf 2>/dev/null || true)
os=$(. /etc/os-release 2>/dev/null && printf '%s' "${PRETTY_NAME:-}" || true)

# What a guest must have on AHV: a DHCP client, no hard-coded address, virtio drivers in the running kernel.
checks=''
check() { checks+="${checks:+,}$(json "$1"):$(json "$2")"; }
if ((${#hard_coded[@]})); then
    check dhcp "not leased by DHCP: ${hard_coded[*]}; set the interface to DHCP before the move"
else
    check dhcp ok
fi
if ((${#only_ipv6[@]})); then
    check IPv6 "${only_ipv6[*]} has no IPv4 address. It was not captured: an overlay subnet has IPv4 addresses only"
fi
missing=()
for module in virtio_net virtio_scsi; do
    modinfo "$module" >/dev/null 2>&1 || grep -qs "/$module\.ko" "/lib/modules/$(uname -r)/modules.builtin" || missing+=("$module")
done
if ((${#missing[@]})); then
    check drivers "missing in kernel $(uname -r): ${missing[*]}; install them before the move"
else
    check drivers ok
fi

printf '{"way":"ssm","instance_id":%s,"name":%s,"state":"running","captured_at":%s,"nics":[%s],"dns":%s,"os":%s,"vpc_id":%s,"availability_zone":%s,"checks":{%s}}\n' \
    "$(json "$instance")" "$name" "$(json "$(date -u +%Y-%m-%dT%H:%M:%SZ)")" "$nics" \
    "$(list ${dns[@]+"${dns[@]}"})" "$(json "$os")" "$(json "$vpc")" "$(json "$zone")" "$checks"
