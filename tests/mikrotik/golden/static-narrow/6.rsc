# refused
# vpn-0f1e2d3c cannot be configured on this router:
  - Switching between tunnels pings AWS's inside address 169.254.44.1, which is outside RemoteIpv4NetworkCidr 10.0.0.0/8 or LocalIpv4NetworkCidr 192.168.0.0/16; set both to 0.0.0.0/0, or use RouterOS 7 with the same phase 2 options for both tunnels.
  - Switching between tunnels pings AWS's inside address 169.254.201.5, which is outside RemoteIpv4NetworkCidr 10.0.0.0/8 or LocalIpv4NetworkCidr 192.168.0.0/16; set both to 0.0.0.0/0, or use RouterOS 7 with the same phase 2 options for both tunnels.
