# Prints one line of JSON: what this EC2 instance's metadata says of its network, and what its guest system says of it.
# Needs Windows PowerShell 5.1, which the official Windows Server images ship, and nothing else. Changes nothing, writes
# no file, and needs no right on AWS beyond what lets Systems Manager run it.
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2.0
$imds = 'http://169.254.169.254'
if ($env:AWS_EC2_METADATA_SERVICE_ENDPOINT) { $imds = $env:AWS_EC2_METADATA_SERVICE_ENDPOINT.TrimEnd('/') }

function Stop-Capture([string] $Reason) {
    [Console]::Error.WriteLine("capture: $Reason")
    exit 1
}

try {
    $ttl = @{ 'X-aws-ec2-metadata-token-ttl-seconds' = '300' }
    $token = Invoke-RestMethod -Method Put -Uri "$imds/latest/api/token" -Headers $ttl -TimeoutSec 5
} catch {
    Stop-Capture "the metadata service at $imds gives no IMDSv2 token: is it enabled for this instance?"
}
$headers = @{ 'X-aws-ec2-metadata-token' = $token }

function Get-Metadata([string] $Path) {
    try {
        return [string] (Invoke-RestMethod -Uri "$imds/latest/meta-data/$Path" -Headers $headers -TimeoutSec 5)
    } catch {
        Stop-Capture "the metadata service at $imds has no ${Path}: $($_.Exception.Message)"
    }
}

# The metadata, or nothing where there is none (404); any other answer ends the capture.
function Get-MetadataOrNothing([string] $Path) {
    try {
        return [string] (Invoke-RestMethod -Uri "$imds/latest/meta-data/$Path" -Headers $headers -TimeoutSec 5)
    } catch {
        $response = $null
        if ($_.Exception.PSObject.Properties['Response']) { $response = $_.Exception.Response }
        if ($response -and [int] $response.StatusCode -eq 404) { return '' }
        Stop-Capture "the metadata service at $imds does not answer for ${Path}: $($_.Exception.Message)"
    }
}

function Get-Lines([string] $Path) {
    return @((Get-Metadata $Path) -split "`r?`n" | Where-Object { $_ -ne '' })
}

# Tags may be kept out of the metadata: EC2 refuses them there if one key has a blank or a slash. Then the name is null,
# and whoever sent this document takes it from EC2.
$name = $null
$tags = @((Get-MetadataOrNothing 'tags/instance/') -split "`r?`n" | Where-Object { $_ -ne '' })
if ($tags.Count -gt 0) {
    $name = ''
    if ($tags -ccontains 'Name') { $name = Get-Metadata 'tags/instance/Name' }
}

$hardCoded = @()
$onlyIpv6 = @()
$vpc = ''
$nics = @(foreach ($entry in Get-Lines 'network/interfaces/macs/') {
    $mac = $entry.TrimEnd('/')
    $at = "network/interfaces/macs/$mac"
    $vpc = Get-Metadata "$at/vpc-id"
    # An interface of a subnet for IPv6 alone has neither of the two.
    $addresses = @((Get-MetadataOrNothing "$at/local-ipv4s") -split "`r?`n" | Where-Object { $_ -ne '' })
    if ($addresses.Count -eq 0) {
        $onlyIpv6 += $mac
        continue
    }
    $gateway = ''
    $adapter = Get-NetAdapter | Where-Object { $_.MacAddress -eq $mac.Replace(':', '-').ToUpper() } | Select-Object -First 1
    if ($adapter) {
        $route = Get-NetRoute -InterfaceIndex $adapter.ifIndex -DestinationPrefix '0.0.0.0/0' -ErrorAction SilentlyContinue |
            Sort-Object -Property RouteMetric | Select-Object -First 1
        if ($route) { $gateway = $route.NextHop }
        $interface = Get-NetIPInterface -InterfaceIndex $adapter.ifIndex -AddressFamily IPv4
        if ([string] $interface.Dhcp -ne 'Enabled') { $hardCoded += "$($addresses[0]) on $($adapter.Name)" }
    }
    [ordered] @{
        device_index = [int] (Get-Metadata "$at/device-number")
        address      = $addresses[0]
        mac          = $mac.ToLower()
        secondary    = @($addresses | Select-Object -Skip 1)
        subnet_id    = Get-Metadata "$at/subnet-id"
        cidr         = Get-MetadataOrNothing "$at/subnet-ipv4-cidr-block"
        gateway      = $gateway
    }
})

$dns = @(Get-DnsClientServerAddress -AddressFamily IPv4 | ForEach-Object { $_.ServerAddresses } | Select-Object -Unique)
$os = (Get-CimInstance -ClassName Win32_OperatingSystem).Caption

# What a guest must have on AHV: addresses by DHCP, and the virtio drivers that Nutanix signs, installed beforehand.
$checks = [ordered] @{ dhcp = 'ok'; drivers = 'ok' }
if ($hardCoded.Count -gt 0) {
    $checks.dhcp = "not leased by DHCP: $($hardCoded -join ' ')" + '; set the interface to DHCP before the move'
}
if ($onlyIpv6.Count -gt 0) {
    $checks.IPv6 = "$($onlyIpv6 -join ' ') has no IPv4 address. It was not captured: an overlay subnet has IPv4 addresses only"
}
$missing = @('netkvm', 'vioscsi' | Where-Object { -not (Test-Path "HKLM:\SYSTEM\CurrentControlSet\Services\$_") })
if ($missing.Count -gt 0) {
    $checks.drivers = "missing: $($missing -join ' ')" + '; install Nutanix VirtIO before the move'
}

[ordered] @{
    way               = 'ssm'
    instance_id       = Get-Metadata 'instance-id'
    name              = $name
    state             = 'running'
    captured_at       = [DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ')
    nics              = $nics
    dns               = $dns
    os                = $os
    vpc_id            = $vpc
    availability_zone = Get-Metadata 'placement/availability-zone'
    checks            = $checks
} | ConvertTo-Json -Compress -Depth 5
