# RouterOS 7.20: AWS VPN connection vpn-0f1e2d3c (office)
# It changes only entries whose comment (in /ip ipsec profile: whose name) has the connection's id.
# It assumes:
# - Made for RouterOS 7.20 and the versions like it. The script stops on any other version.
# - Failover: one policy names both peers, the second as RouterOS's backup. One tunnel carries everything; the other takes over when dead peer detection has given up the first. RouterOS cannot use both at once: it has no IPsec interface, and two policies with one selector exclude each other. RouterOS decides when to use the first peer again. MikroTik does not document which of the two it prefers; --failover switch does not depend on it.
# - The router's own forward rules decide on new connections between both sides. These rules only exempt such connections from NAT and fasttrack.
# - Add later NAT and filter rules below these, and later IPsec policies above these.
# - The selector is 0.0.0.0/0 on both sides, as AWS negotiates it, so one pair of security associations carries data and BGP. Policies with action=none keep everything else out. A router can have only one such connection: for a second region, use a second router, or static connections with distinct LocalIpv4NetworkCidr and RemoteIpv4NetworkCidr.
# - Under IKEv2, RouterOS ignores a profile's NAT traversal and failure count: NAT traversal is always negotiated.

# If one of these stops the script, nothing has been changed.
:if (!([/system resource get version] ~ "^7\\.2[01]([^0-9]|\$)")) do={:error "this script is for RouterOS 7.20. Create one for this router's version"}
:if (!([:len [/interface find name="ether1"]] > 0)) do={:error "there is no interface ether1"}
:if (!([:len [/ip address find address~"^198\\.51\\.100\\.7/"]] > 0)) do={:error "no interface has the address 198.51.100.7"}
:foreach item in=[/ip ipsec policy find template=no src-address=0.0.0.0/0 dst-address=0.0.0.0/0] do={
    :if (!([/ip ipsec policy get $item comment] ~ "^aws vpn-0f1e2d3c: ")) do={:error "another IPsec policy has the selector 0.0.0.0/0 to 0.0.0.0/0"}
}

# Entries of this connection that are no longer wanted.
:local wanted "|"
:set wanted ($wanted . "inside|inside 1|inside 2|lan 192.168.10.0/24|aws 10.0.0.0/16|aws 172.30.0.0/16|end 203.0.113.10|end 203.0.113.77|")
:set wanted ($wanted . "input ike|input esp|input bgp 1|input bgp 2|no fasttrack out|no fasttrack in|no nat|no nat 1|")
:set wanted ($wanted . "no nat 2|mss out|mss in|out 192.168.10.0/24|out none|in 10.0.0.0/16|in 172.30.0.0/16|in none|")
:set wanted ($wanted . "bgp|announce 192.168.10.0/24|proposal|peer 1|peer 2|identity 1|identity 2|none 0.0.0.0/5|")
:set wanted ($wanted . "none 8.0.0.0/7|none 10.1.0.0/16|none 10.2.0.0/15|none 10.4.0.0/14|none 10.8.0.0/13|none 10.16.0.0/12|none 10.32.0.0/11|none 10.64.0.0/10|")
:set wanted ($wanted . "none 10.128.0.0/9|none 11.0.0.0/8|none 12.0.0.0/6|none 16.0.0.0/4|none 32.0.0.0/3|none 64.0.0.0/2|none 128.0.0.0/3|none 160.0.0.0/5|")
:set wanted ($wanted . "none 168.0.0.0/8|none 169.0.0.0/9|none 169.128.0.0/10|none 169.192.0.0/11|none 169.224.0.0/12|none 169.240.0.0/13|none 169.248.0.0/14|none 169.252.0.0/15|")
:set wanted ($wanted . "none 169.254.0.0/19|none 169.254.32.0/21|none 169.254.40.0/22|none 169.254.44.4/30|none 169.254.44.8/29|none 169.254.44.16/28|none 169.254.44.32/27|none 169.254.44.64/26|")
:set wanted ($wanted . "none 169.254.44.128/25|none 169.254.45.0/24|none 169.254.46.0/23|none 169.254.48.0/20|none 169.254.64.0/18|none 169.254.128.0/18|none 169.254.192.0/21|none 169.254.200.0/24|")
:set wanted ($wanted . "none 169.254.201.0/30|none 169.254.201.8/29|none 169.254.201.16/28|none 169.254.201.32/27|none 169.254.201.64/26|none 169.254.201.128/25|none 169.254.202.0/23|none 169.254.204.0/22|")
:set wanted ($wanted . "none 169.254.208.0/20|none 169.254.224.0/19|none 169.255.0.0/16|none 170.0.0.0/7|none 172.0.0.0/12|none 172.16.0.0/13|none 172.24.0.0/14|none 172.28.0.0/15|")
:set wanted ($wanted . "none 172.31.0.0/16|none 172.32.0.0/11|none 172.64.0.0/10|none 172.128.0.0/9|none 173.0.0.0/8|none 174.0.0.0/7|none 176.0.0.0/4|none 192.0.0.0/2|")
:set wanted ($wanted . "policy|bgp 1|bgp 2|")
:foreach item in=[/system scheduler find comment~"^aws vpn-0f1e2d3c: "] do={
    :if ([:typeof [:find $wanted ("|" . [:pick [/system scheduler get $item comment] 18 255] . "|")]] = "nil") do={/system scheduler remove $item}
}
:foreach item in=[/routing bgp connection find comment~"^aws vpn-0f1e2d3c: "] do={
    :if ([:typeof [:find $wanted ("|" . [:pick [/routing bgp connection get $item comment] 18 255] . "|")]] = "nil") do={/routing bgp connection remove $item}
}
:foreach item in=[/ip ipsec policy find comment~"^aws vpn-0f1e2d3c: "] do={
    :if ([:typeof [:find $wanted ("|" . [:pick [/ip ipsec policy get $item comment] 18 255] . "|")]] = "nil") do={/ip ipsec policy remove $item}
}
:foreach item in=[/ip ipsec identity find comment~"^aws vpn-0f1e2d3c: "] do={
    :if ([:typeof [:find $wanted ("|" . [:pick [/ip ipsec identity get $item comment] 18 255] . "|")]] = "nil") do={/ip ipsec identity remove $item}
}
:foreach item in=[/ip ipsec peer find comment~"^aws vpn-0f1e2d3c: "] do={
    :if ([:typeof [:find $wanted ("|" . [:pick [/ip ipsec peer get $item comment] 18 255] . "|")]] = "nil") do={/ip ipsec peer remove $item}
}
:foreach item in=[/ip ipsec proposal find comment~"^aws vpn-0f1e2d3c: "] do={
    :if ([:typeof [:find $wanted ("|" . [:pick [/ip ipsec proposal get $item comment] 18 255] . "|")]] = "nil") do={/ip ipsec proposal remove $item}
}
:foreach item in=[/ip route find comment~"^aws vpn-0f1e2d3c: "] do={
    :if ([:typeof [:find $wanted ("|" . [:pick [/ip route get $item comment] 18 255] . "|")]] = "nil") do={/ip route remove $item}
}
:foreach item in=[/routing bgp instance find comment~"^aws vpn-0f1e2d3c: "] do={
    :if ([:typeof [:find $wanted ("|" . [:pick [/routing bgp instance get $item comment] 18 255] . "|")]] = "nil") do={/routing bgp instance remove $item}
}
:foreach item in=[/routing filter rule find comment~"^aws vpn-0f1e2d3c: "] do={
    :if ([:typeof [:find $wanted ("|" . [:pick [/routing filter rule get $item comment] 18 255] . "|")]] = "nil") do={/routing filter rule remove $item}
}
:foreach item in=[/ip firewall mangle find comment~"^aws vpn-0f1e2d3c: "] do={
    :if ([:typeof [:find $wanted ("|" . [:pick [/ip firewall mangle get $item comment] 18 255] . "|")]] = "nil") do={/ip firewall mangle remove $item}
}
:foreach item in=[/ip firewall nat find comment~"^aws vpn-0f1e2d3c: "] do={
    :if ([:typeof [:find $wanted ("|" . [:pick [/ip firewall nat get $item comment] 18 255] . "|")]] = "nil") do={/ip firewall nat remove $item}
}
:foreach item in=[/ip firewall filter find comment~"^aws vpn-0f1e2d3c: "] do={
    :if ([:typeof [:find $wanted ("|" . [:pick [/ip firewall filter get $item comment] 18 255] . "|")]] = "nil") do={/ip firewall filter remove $item}
}
:foreach item in=[/ip firewall address-list find comment~"^aws vpn-0f1e2d3c: "] do={
    :if ([:typeof [:find $wanted ("|" . [:pick [/ip firewall address-list get $item comment] 18 255] . "|")]] = "nil") do={/ip firewall address-list remove $item}
}
:foreach item in=[/ip address find comment~"^aws vpn-0f1e2d3c: "] do={
    :if ([:typeof [:find $wanted ("|" . [:pick [/ip address get $item comment] 18 255] . "|")]] = "nil") do={/ip address remove $item}
}
:foreach item in=[/interface bridge find comment~"^aws vpn-0f1e2d3c: "] do={
    :if ([:typeof [:find $wanted ("|" . [:pick [/interface bridge get $item comment] 18 255] . "|")]] = "nil") do={/interface bridge remove $item}
}

# /interface bridge
:if ([:len [/interface bridge find comment="aws vpn-0f1e2d3c: inside"]] = 0) do={
    /interface bridge add name=vpn-0f1e2d3c mtu=1419 protocol-mode=none comment="aws vpn-0f1e2d3c: inside"
} else={
    /interface bridge set [/interface bridge find comment="aws vpn-0f1e2d3c: inside"] name=vpn-0f1e2d3c mtu=1419 protocol-mode=none
}

# /ip address
:if ([:len [/ip address find comment="aws vpn-0f1e2d3c: inside 1"]] = 0) do={
    /ip address add address=169.254.44.2/30 interface=vpn-0f1e2d3c comment="aws vpn-0f1e2d3c: inside 1"
} else={
    /ip address set [/ip address find comment="aws vpn-0f1e2d3c: inside 1"] address=169.254.44.2/30 interface=vpn-0f1e2d3c
}
:if ([:len [/ip address find comment="aws vpn-0f1e2d3c: inside 2"]] = 0) do={
    /ip address add address=169.254.201.6/30 interface=vpn-0f1e2d3c comment="aws vpn-0f1e2d3c: inside 2"
} else={
    /ip address set [/ip address find comment="aws vpn-0f1e2d3c: inside 2"] address=169.254.201.6/30 interface=vpn-0f1e2d3c
}

# /ip firewall address-list
:if ([:len [/ip firewall address-list find comment="aws vpn-0f1e2d3c: lan 192.168.10.0/24"]] = 0) do={
    /ip firewall address-list add list=vpn-0f1e2d3c-lan address=192.168.10.0/24 comment="aws vpn-0f1e2d3c: lan 192.168.10.0/24"
} else={
    /ip firewall address-list set [/ip firewall address-list find comment="aws vpn-0f1e2d3c: lan 192.168.10.0/24"] list=vpn-0f1e2d3c-lan address=192.168.10.0/24
}
:if ([:len [/ip firewall address-list find comment="aws vpn-0f1e2d3c: aws 10.0.0.0/16"]] = 0) do={
    /ip firewall address-list add list=vpn-0f1e2d3c-aws address=10.0.0.0/16 comment="aws vpn-0f1e2d3c: aws 10.0.0.0/16"
} else={
    /ip firewall address-list set [/ip firewall address-list find comment="aws vpn-0f1e2d3c: aws 10.0.0.0/16"] list=vpn-0f1e2d3c-aws address=10.0.0.0/16
}
:if ([:len [/ip firewall address-list find comment="aws vpn-0f1e2d3c: aws 172.30.0.0/16"]] = 0) do={
    /ip firewall address-list add list=vpn-0f1e2d3c-aws address=172.30.0.0/16 comment="aws vpn-0f1e2d3c: aws 172.30.0.0/16"
} else={
    /ip firewall address-list set [/ip firewall address-list find comment="aws vpn-0f1e2d3c: aws 172.30.0.0/16"] list=vpn-0f1e2d3c-aws address=172.30.0.0/16
}
:if ([:len [/ip firewall address-list find comment="aws vpn-0f1e2d3c: end 203.0.113.10"]] = 0) do={
    /ip firewall address-list add list=vpn-0f1e2d3c-peers address=203.0.113.10 comment="aws vpn-0f1e2d3c: end 203.0.113.10"
} else={
    /ip firewall address-list set [/ip firewall address-list find comment="aws vpn-0f1e2d3c: end 203.0.113.10"] list=vpn-0f1e2d3c-peers address=203.0.113.10
}
:if ([:len [/ip firewall address-list find comment="aws vpn-0f1e2d3c: end 203.0.113.77"]] = 0) do={
    /ip firewall address-list add list=vpn-0f1e2d3c-peers address=203.0.113.77 comment="aws vpn-0f1e2d3c: end 203.0.113.77"
} else={
    /ip firewall address-list set [/ip firewall address-list find comment="aws vpn-0f1e2d3c: end 203.0.113.77"] list=vpn-0f1e2d3c-peers address=203.0.113.77
}

# /ip firewall filter
:local firstFilter [/ip firewall filter find dynamic=no]
:if ([:len [/ip firewall filter find comment="aws vpn-0f1e2d3c: input ike"]] = 0) do={
    :if ([:len $firstFilter] > 0) do={
        /ip firewall filter add chain=input src-address-list=vpn-0f1e2d3c-peers in-interface=ether1 action=accept protocol=udp dst-port=500,4500 comment="aws vpn-0f1e2d3c: input ike" place-before=[:pick $firstFilter 0]
    } else={
        /ip firewall filter add chain=input src-address-list=vpn-0f1e2d3c-peers in-interface=ether1 action=accept protocol=udp dst-port=500,4500 comment="aws vpn-0f1e2d3c: input ike"
    }
} else={
    /ip firewall filter set [/ip firewall filter find comment="aws vpn-0f1e2d3c: input ike"] chain=input src-address-list=vpn-0f1e2d3c-peers in-interface=ether1 action=accept protocol=udp dst-port=500,4500
}
:if ([:len [/ip firewall filter find comment="aws vpn-0f1e2d3c: input esp"]] = 0) do={
    :if ([:len $firstFilter] > 0) do={
        /ip firewall filter add chain=input src-address-list=vpn-0f1e2d3c-peers in-interface=ether1 action=accept protocol=ipsec-esp comment="aws vpn-0f1e2d3c: input esp" place-before=[:pick $firstFilter 0]
    } else={
        /ip firewall filter add chain=input src-address-list=vpn-0f1e2d3c-peers in-interface=ether1 action=accept protocol=ipsec-esp comment="aws vpn-0f1e2d3c: input esp"
    }
} else={
    /ip firewall filter set [/ip firewall filter find comment="aws vpn-0f1e2d3c: input esp"] chain=input src-address-list=vpn-0f1e2d3c-peers in-interface=ether1 action=accept protocol=ipsec-esp
}
:if ([:len [/ip firewall filter find comment="aws vpn-0f1e2d3c: input bgp 1"]] = 0) do={
    :if ([:len $firstFilter] > 0) do={
        /ip firewall filter add chain=input src-address=169.254.44.1 protocol=tcp dst-port=179 ipsec-policy=in,ipsec action=accept comment="aws vpn-0f1e2d3c: input bgp 1" place-before=[:pick $firstFilter 0]
    } else={
        /ip firewall filter add chain=input src-address=169.254.44.1 protocol=tcp dst-port=179 ipsec-policy=in,ipsec action=accept comment="aws vpn-0f1e2d3c: input bgp 1"
    }
} else={
    /ip firewall filter set [/ip firewall filter find comment="aws vpn-0f1e2d3c: input bgp 1"] chain=input src-address=169.254.44.1 protocol=tcp dst-port=179 ipsec-policy=in,ipsec action=accept
}
:if ([:len [/ip firewall filter find comment="aws vpn-0f1e2d3c: input bgp 2"]] = 0) do={
    :if ([:len $firstFilter] > 0) do={
        /ip firewall filter add chain=input src-address=169.254.201.5 protocol=tcp dst-port=179 ipsec-policy=in,ipsec action=accept comment="aws vpn-0f1e2d3c: input bgp 2" place-before=[:pick $firstFilter 0]
    } else={
        /ip firewall filter add chain=input src-address=169.254.201.5 protocol=tcp dst-port=179 ipsec-policy=in,ipsec action=accept comment="aws vpn-0f1e2d3c: input bgp 2"
    }
} else={
    /ip firewall filter set [/ip firewall filter find comment="aws vpn-0f1e2d3c: input bgp 2"] chain=input src-address=169.254.201.5 protocol=tcp dst-port=179 ipsec-policy=in,ipsec action=accept
}
:if ([:len [/ip firewall filter find comment="aws vpn-0f1e2d3c: no fasttrack out"]] = 0) do={
    :if ([:len $firstFilter] > 0) do={
        /ip firewall filter add chain=forward connection-state=established,related action=accept dst-address-list=vpn-0f1e2d3c-aws ipsec-policy=out,ipsec comment="aws vpn-0f1e2d3c: no fasttrack out" place-before=[:pick $firstFilter 0]
    } else={
        /ip firewall filter add chain=forward connection-state=established,related action=accept dst-address-list=vpn-0f1e2d3c-aws ipsec-policy=out,ipsec comment="aws vpn-0f1e2d3c: no fasttrack out"
    }
} else={
    /ip firewall filter set [/ip firewall filter find comment="aws vpn-0f1e2d3c: no fasttrack out"] chain=forward connection-state=established,related action=accept dst-address-list=vpn-0f1e2d3c-aws ipsec-policy=out,ipsec
}
:if ([:len [/ip firewall filter find comment="aws vpn-0f1e2d3c: no fasttrack in"]] = 0) do={
    :if ([:len $firstFilter] > 0) do={
        /ip firewall filter add chain=forward connection-state=established,related action=accept src-address-list=vpn-0f1e2d3c-aws ipsec-policy=in,ipsec comment="aws vpn-0f1e2d3c: no fasttrack in" place-before=[:pick $firstFilter 0]
    } else={
        /ip firewall filter add chain=forward connection-state=established,related action=accept src-address-list=vpn-0f1e2d3c-aws ipsec-policy=in,ipsec comment="aws vpn-0f1e2d3c: no fasttrack in"
    }
} else={
    /ip firewall filter set [/ip firewall filter find comment="aws vpn-0f1e2d3c: no fasttrack in"] chain=forward connection-state=established,related action=accept src-address-list=vpn-0f1e2d3c-aws ipsec-policy=in,ipsec
}

# /ip firewall nat
:local firstNat [/ip firewall nat find dynamic=no]
:if ([:len [/ip firewall nat find comment="aws vpn-0f1e2d3c: no nat"]] = 0) do={
    :if ([:len $firstNat] > 0) do={
        /ip firewall nat add chain=srcnat src-address-list=vpn-0f1e2d3c-lan dst-address-list=vpn-0f1e2d3c-aws action=accept comment="aws vpn-0f1e2d3c: no nat" place-before=[:pick $firstNat 0]
    } else={
        /ip firewall nat add chain=srcnat src-address-list=vpn-0f1e2d3c-lan dst-address-list=vpn-0f1e2d3c-aws action=accept comment="aws vpn-0f1e2d3c: no nat"
    }
} else={
    /ip firewall nat set [/ip firewall nat find comment="aws vpn-0f1e2d3c: no nat"] chain=srcnat src-address-list=vpn-0f1e2d3c-lan dst-address-list=vpn-0f1e2d3c-aws action=accept
}
:if ([:len [/ip firewall nat find comment="aws vpn-0f1e2d3c: no nat 1"]] = 0) do={
    :if ([:len $firstNat] > 0) do={
        /ip firewall nat add chain=srcnat dst-address=169.254.44.0/30 action=accept comment="aws vpn-0f1e2d3c: no nat 1" place-before=[:pick $firstNat 0]
    } else={
        /ip firewall nat add chain=srcnat dst-address=169.254.44.0/30 action=accept comment="aws vpn-0f1e2d3c: no nat 1"
    }
} else={
    /ip firewall nat set [/ip firewall nat find comment="aws vpn-0f1e2d3c: no nat 1"] chain=srcnat dst-address=169.254.44.0/30 action=accept
}
:if ([:len [/ip firewall nat find comment="aws vpn-0f1e2d3c: no nat 2"]] = 0) do={
    :if ([:len $firstNat] > 0) do={
        /ip firewall nat add chain=srcnat dst-address=169.254.201.4/30 action=accept comment="aws vpn-0f1e2d3c: no nat 2" place-before=[:pick $firstNat 0]
    } else={
        /ip firewall nat add chain=srcnat dst-address=169.254.201.4/30 action=accept comment="aws vpn-0f1e2d3c: no nat 2"
    }
} else={
    /ip firewall nat set [/ip firewall nat find comment="aws vpn-0f1e2d3c: no nat 2"] chain=srcnat dst-address=169.254.201.4/30 action=accept
}

# /ip firewall mangle
:local firstMangle [/ip firewall mangle find dynamic=no]
:if ([:len [/ip firewall mangle find comment="aws vpn-0f1e2d3c: mss out"]] = 0) do={
    :if ([:len $firstMangle] > 0) do={
        /ip firewall mangle add chain=forward protocol=tcp tcp-flags=syn tcp-mss=1380-65535 action=change-mss new-mss=1379 passthrough=yes dst-address-list=vpn-0f1e2d3c-aws ipsec-policy=out,ipsec comment="aws vpn-0f1e2d3c: mss out" place-before=[:pick $firstMangle 0]
    } else={
        /ip firewall mangle add chain=forward protocol=tcp tcp-flags=syn tcp-mss=1380-65535 action=change-mss new-mss=1379 passthrough=yes dst-address-list=vpn-0f1e2d3c-aws ipsec-policy=out,ipsec comment="aws vpn-0f1e2d3c: mss out"
    }
} else={
    /ip firewall mangle set [/ip firewall mangle find comment="aws vpn-0f1e2d3c: mss out"] chain=forward protocol=tcp tcp-flags=syn tcp-mss=1380-65535 action=change-mss new-mss=1379 passthrough=yes dst-address-list=vpn-0f1e2d3c-aws ipsec-policy=out,ipsec
}
:if ([:len [/ip firewall mangle find comment="aws vpn-0f1e2d3c: mss in"]] = 0) do={
    :if ([:len $firstMangle] > 0) do={
        /ip firewall mangle add chain=forward protocol=tcp tcp-flags=syn tcp-mss=1380-65535 action=change-mss new-mss=1379 passthrough=yes src-address-list=vpn-0f1e2d3c-aws ipsec-policy=in,ipsec comment="aws vpn-0f1e2d3c: mss in" place-before=[:pick $firstMangle 0]
    } else={
        /ip firewall mangle add chain=forward protocol=tcp tcp-flags=syn tcp-mss=1380-65535 action=change-mss new-mss=1379 passthrough=yes src-address-list=vpn-0f1e2d3c-aws ipsec-policy=in,ipsec comment="aws vpn-0f1e2d3c: mss in"
    }
} else={
    /ip firewall mangle set [/ip firewall mangle find comment="aws vpn-0f1e2d3c: mss in"] chain=forward protocol=tcp tcp-flags=syn tcp-mss=1380-65535 action=change-mss new-mss=1379 passthrough=yes src-address-list=vpn-0f1e2d3c-aws ipsec-policy=in,ipsec
}

# /routing filter rule
:if ([:len [/routing filter rule find comment="aws vpn-0f1e2d3c: out 192.168.10.0/24"]] = 0) do={
    :if ([:len [/routing filter rule find comment="aws vpn-0f1e2d3c: out none"]] > 0) do={
        /routing filter rule add chain=vpn-0f1e2d3c-out rule="if (dst == 192.168.10.0/24) { accept }" comment="aws vpn-0f1e2d3c: out 192.168.10.0/24" place-before=[/routing filter rule find comment="aws vpn-0f1e2d3c: out none"]
    } else={
        /routing filter rule add chain=vpn-0f1e2d3c-out rule="if (dst == 192.168.10.0/24) { accept }" comment="aws vpn-0f1e2d3c: out 192.168.10.0/24"
    }
} else={
    /routing filter rule set [/routing filter rule find comment="aws vpn-0f1e2d3c: out 192.168.10.0/24"] chain=vpn-0f1e2d3c-out rule="if (dst == 192.168.10.0/24) { accept }"
}
:if ([:len [/routing filter rule find comment="aws vpn-0f1e2d3c: out none"]] = 0) do={
    /routing filter rule add chain=vpn-0f1e2d3c-out rule=reject comment="aws vpn-0f1e2d3c: out none"
} else={
    /routing filter rule set [/routing filter rule find comment="aws vpn-0f1e2d3c: out none"] chain=vpn-0f1e2d3c-out rule=reject
}
:if ([:len [/routing filter rule find comment="aws vpn-0f1e2d3c: in 10.0.0.0/16"]] = 0) do={
    :if ([:len [/routing filter rule find comment="aws vpn-0f1e2d3c: in none"]] > 0) do={
        /routing filter rule add chain=vpn-0f1e2d3c-in rule="if (dst in 10.0.0.0/16) { accept }" comment="aws vpn-0f1e2d3c: in 10.0.0.0/16" place-before=[/routing filter rule find comment="aws vpn-0f1e2d3c: in none"]
    } else={
        /routing filter rule add chain=vpn-0f1e2d3c-in rule="if (dst in 10.0.0.0/16) { accept }" comment="aws vpn-0f1e2d3c: in 10.0.0.0/16"
    }
} else={
    /routing filter rule set [/routing filter rule find comment="aws vpn-0f1e2d3c: in 10.0.0.0/16"] chain=vpn-0f1e2d3c-in rule="if (dst in 10.0.0.0/16) { accept }"
}
:if ([:len [/routing filter rule find comment="aws vpn-0f1e2d3c: in 172.30.0.0/16"]] = 0) do={
    :if ([:len [/routing filter rule find comment="aws vpn-0f1e2d3c: in none"]] > 0) do={
        /routing filter rule add chain=vpn-0f1e2d3c-in rule="if (dst in 172.30.0.0/16) { accept }" comment="aws vpn-0f1e2d3c: in 172.30.0.0/16" place-before=[/routing filter rule find comment="aws vpn-0f1e2d3c: in none"]
    } else={
        /routing filter rule add chain=vpn-0f1e2d3c-in rule="if (dst in 172.30.0.0/16) { accept }" comment="aws vpn-0f1e2d3c: in 172.30.0.0/16"
    }
} else={
    /routing filter rule set [/routing filter rule find comment="aws vpn-0f1e2d3c: in 172.30.0.0/16"] chain=vpn-0f1e2d3c-in rule="if (dst in 172.30.0.0/16) { accept }"
}
:if ([:len [/routing filter rule find comment="aws vpn-0f1e2d3c: in none"]] = 0) do={
    /routing filter rule add chain=vpn-0f1e2d3c-in rule=reject comment="aws vpn-0f1e2d3c: in none"
} else={
    /routing filter rule set [/routing filter rule find comment="aws vpn-0f1e2d3c: in none"] chain=vpn-0f1e2d3c-in rule=reject
}

# /routing bgp instance
:if ([:len [/routing bgp instance find comment="aws vpn-0f1e2d3c: bgp"]] = 0) do={
    /routing bgp instance add name=vpn-0f1e2d3c-bgp as=65010 router-id=198.51.100.7 comment="aws vpn-0f1e2d3c: bgp"
} else={
    /routing bgp instance set [/routing bgp instance find comment="aws vpn-0f1e2d3c: bgp"] name=vpn-0f1e2d3c-bgp as=65010 router-id=198.51.100.7
}

# /ip route
:if ([:len [/ip route find comment="aws vpn-0f1e2d3c: announce 192.168.10.0/24"]] = 0) do={
    /ip route add blackhole dst-address=192.168.10.0/24 distance=254 comment="aws vpn-0f1e2d3c: announce 192.168.10.0/24"
}

# /ip ipsec profile
:if ([:len [/ip ipsec profile find name="vpn-0f1e2d3c-1"]] = 0) do={
    /ip ipsec profile add name=vpn-0f1e2d3c-1 hash-algorithm=sha256 enc-algorithm=aes-256 dh-group=ecp384 dpd-interval=10s lifetime=8h
} else={
    :if ([:len [/ip ipsec profile find name="vpn-0f1e2d3c-1" name=vpn-0f1e2d3c-1 hash-algorithm=sha256 enc-algorithm=aes-256 dh-group=ecp384 dpd-interval=10s lifetime=8h]] = 0) do={/ip ipsec profile set [/ip ipsec profile find name="vpn-0f1e2d3c-1"] name=vpn-0f1e2d3c-1 hash-algorithm=sha256 enc-algorithm=aes-256 dh-group=ecp384 dpd-interval=10s lifetime=8h}
}
:if ([:len [/ip ipsec profile find name="vpn-0f1e2d3c-2"]] = 0) do={
    /ip ipsec profile add name=vpn-0f1e2d3c-2 hash-algorithm=sha256 enc-algorithm=aes-256 dh-group=ecp384 dpd-interval=10s lifetime=8h
} else={
    :if ([:len [/ip ipsec profile find name="vpn-0f1e2d3c-2" name=vpn-0f1e2d3c-2 hash-algorithm=sha256 enc-algorithm=aes-256 dh-group=ecp384 dpd-interval=10s lifetime=8h]] = 0) do={/ip ipsec profile set [/ip ipsec profile find name="vpn-0f1e2d3c-2"] name=vpn-0f1e2d3c-2 hash-algorithm=sha256 enc-algorithm=aes-256 dh-group=ecp384 dpd-interval=10s lifetime=8h}
}

# /ip ipsec proposal
:if ([:len [/ip ipsec proposal find comment="aws vpn-0f1e2d3c: proposal"]] = 0) do={
    /ip ipsec proposal add name=vpn-0f1e2d3c-esp auth-algorithms=sha256 enc-algorithms=aes-256-cbc lifetime=1h pfs-group=ecp384 comment="aws vpn-0f1e2d3c: proposal"
} else={
    :if ([:len [/ip ipsec proposal find comment="aws vpn-0f1e2d3c: proposal" name=vpn-0f1e2d3c-esp auth-algorithms=sha256 enc-algorithms=aes-256-cbc lifetime=1h pfs-group=ecp384]] = 0) do={/ip ipsec proposal set [/ip ipsec proposal find comment="aws vpn-0f1e2d3c: proposal"] name=vpn-0f1e2d3c-esp auth-algorithms=sha256 enc-algorithms=aes-256-cbc lifetime=1h pfs-group=ecp384}
}

# /ip ipsec peer
:if ([:len [/ip ipsec peer find comment="aws vpn-0f1e2d3c: peer 1"]] = 0) do={
    /ip ipsec peer add name=vpn-0f1e2d3c-1 address=203.0.113.10/32 local-address=198.51.100.7 profile=vpn-0f1e2d3c-1 exchange-mode=ike2 comment="aws vpn-0f1e2d3c: peer 1"
} else={
    :if ([:len [/ip ipsec peer find comment="aws vpn-0f1e2d3c: peer 1" name=vpn-0f1e2d3c-1 address=203.0.113.10/32 local-address=198.51.100.7 profile=vpn-0f1e2d3c-1 exchange-mode=ike2]] = 0) do={/ip ipsec peer set [/ip ipsec peer find comment="aws vpn-0f1e2d3c: peer 1"] name=vpn-0f1e2d3c-1 address=203.0.113.10/32 local-address=198.51.100.7 profile=vpn-0f1e2d3c-1 exchange-mode=ike2}
}
:if ([:len [/ip ipsec peer find comment="aws vpn-0f1e2d3c: peer 2"]] = 0) do={
    /ip ipsec peer add name=vpn-0f1e2d3c-2 address=203.0.113.77/32 local-address=198.51.100.7 profile=vpn-0f1e2d3c-2 exchange-mode=ike2 comment="aws vpn-0f1e2d3c: peer 2"
} else={
    :if ([:len [/ip ipsec peer find comment="aws vpn-0f1e2d3c: peer 2" name=vpn-0f1e2d3c-2 address=203.0.113.77/32 local-address=198.51.100.7 profile=vpn-0f1e2d3c-2 exchange-mode=ike2]] = 0) do={/ip ipsec peer set [/ip ipsec peer find comment="aws vpn-0f1e2d3c: peer 2"] name=vpn-0f1e2d3c-2 address=203.0.113.77/32 local-address=198.51.100.7 profile=vpn-0f1e2d3c-2 exchange-mode=ike2}
}

# /ip ipsec identity
:if ([:len [/ip ipsec identity find comment="aws vpn-0f1e2d3c: identity 1"]] = 0) do={
    /ip ipsec identity add peer=vpn-0f1e2d3c-1 auth-method=pre-shared-key secret="k3y.of_tunnel.one_xxxxxxxxxxxxxx" generate-policy=no comment="aws vpn-0f1e2d3c: identity 1"
} else={
    :if ([:len [/ip ipsec identity find comment="aws vpn-0f1e2d3c: identity 1" peer=vpn-0f1e2d3c-1 auth-method=pre-shared-key secret="k3y.of_tunnel.one_xxxxxxxxxxxxxx" generate-policy=no]] = 0) do={/ip ipsec identity set [/ip ipsec identity find comment="aws vpn-0f1e2d3c: identity 1"] peer=vpn-0f1e2d3c-1 auth-method=pre-shared-key secret="k3y.of_tunnel.one_xxxxxxxxxxxxxx" generate-policy=no}
}
:if ([:len [/ip ipsec identity find comment="aws vpn-0f1e2d3c: identity 2"]] = 0) do={
    /ip ipsec identity add peer=vpn-0f1e2d3c-2 auth-method=pre-shared-key secret="k3y.of_tunnel.two_yyyyyyyyyyyyyy" generate-policy=no comment="aws vpn-0f1e2d3c: identity 2"
} else={
    :if ([:len [/ip ipsec identity find comment="aws vpn-0f1e2d3c: identity 2" peer=vpn-0f1e2d3c-2 auth-method=pre-shared-key secret="k3y.of_tunnel.two_yyyyyyyyyyyyyy" generate-policy=no]] = 0) do={/ip ipsec identity set [/ip ipsec identity find comment="aws vpn-0f1e2d3c: identity 2"] peer=vpn-0f1e2d3c-2 auth-method=pre-shared-key secret="k3y.of_tunnel.two_yyyyyyyyyyyyyy" generate-policy=no}
}

# /ip ipsec policy
:foreach varying in={"0.0.0.0/5";"8.0.0.0/7";"10.1.0.0/16";"10.2.0.0/15";"10.4.0.0/14";"10.8.0.0/13";\
    "10.16.0.0/12";"10.32.0.0/11";"10.64.0.0/10";"10.128.0.0/9";"11.0.0.0/8";"12.0.0.0/6";\
    "16.0.0.0/4";"32.0.0.0/3";"64.0.0.0/2";"128.0.0.0/3";"160.0.0.0/5";"168.0.0.0/8";\
    "169.0.0.0/9";"169.128.0.0/10";"169.192.0.0/11";"169.224.0.0/12";"169.240.0.0/13";"169.248.0.0/14";\
    "169.252.0.0/15";"169.254.0.0/19";"169.254.32.0/21";"169.254.40.0/22";"169.254.44.4/30";"169.254.44.8/29";\
    "169.254.44.16/28";"169.254.44.32/27";"169.254.44.64/26";"169.254.44.128/25";"169.254.45.0/24";"169.254.46.0/23";\
    "169.254.48.0/20";"169.254.64.0/18";"169.254.128.0/18";"169.254.192.0/21";"169.254.200.0/24";"169.254.201.0/30";\
    "169.254.201.8/29";"169.254.201.16/28";"169.254.201.32/27";"169.254.201.64/26";"169.254.201.128/25";"169.254.202.0/23";\
    "169.254.204.0/22";"169.254.208.0/20";"169.254.224.0/19";"169.255.0.0/16";"170.0.0.0/7";"172.0.0.0/12";\
    "172.16.0.0/13";"172.24.0.0/14";"172.28.0.0/15";"172.31.0.0/16";"172.32.0.0/11";"172.64.0.0/10";\
    "172.128.0.0/9";"173.0.0.0/8";"174.0.0.0/7";"176.0.0.0/4";"192.0.0.0/2"} do={
    :local mine ("aws vpn-0f1e2d3c: none " . $varying)
    :if ([:len [/ip ipsec policy find comment=$mine]] = 0) do={
        :if ([:len [/ip ipsec policy find comment="aws vpn-0f1e2d3c: policy"]] > 0) do={
            /ip ipsec policy add src-address=0.0.0.0/0 dst-address=$varying action=none comment=$mine place-before=[/ip ipsec policy find comment="aws vpn-0f1e2d3c: policy"]
        } else={
            /ip ipsec policy add src-address=0.0.0.0/0 dst-address=$varying action=none comment=$mine
        }
    } else={
        :if ([:len [/ip ipsec policy find comment=$mine src-address=0.0.0.0/0 dst-address=$varying action=none]] = 0) do={/ip ipsec policy set [/ip ipsec policy find comment=$mine] src-address=0.0.0.0/0 dst-address=$varying action=none}
    }
}
:if ([:len [/ip ipsec policy find comment="aws vpn-0f1e2d3c: policy"]] = 0) do={
    /ip ipsec policy add src-address=0.0.0.0/0 dst-address=0.0.0.0/0 tunnel=yes action=encrypt level=require peer=vpn-0f1e2d3c-1,vpn-0f1e2d3c-2 proposal=vpn-0f1e2d3c-esp comment="aws vpn-0f1e2d3c: policy"
} else={
    :if ([:len [/ip ipsec policy find comment="aws vpn-0f1e2d3c: policy" src-address=0.0.0.0/0 dst-address=0.0.0.0/0 tunnel=yes action=encrypt level=require peer="vpn-0f1e2d3c-1,vpn-0f1e2d3c-2" proposal=vpn-0f1e2d3c-esp]] = 0) do={/ip ipsec policy set [/ip ipsec policy find comment="aws vpn-0f1e2d3c: policy"] src-address=0.0.0.0/0 dst-address=0.0.0.0/0 tunnel=yes action=encrypt level=require peer=vpn-0f1e2d3c-1,vpn-0f1e2d3c-2 proposal=vpn-0f1e2d3c-esp}
}

# /routing bgp connection
:if ([:len [/routing bgp connection find comment="aws vpn-0f1e2d3c: bgp 1"]] = 0) do={
    /routing bgp connection add name=vpn-0f1e2d3c-1 instance=vpn-0f1e2d3c-bgp local.role=ebgp local.address=169.254.44.2 remote.address=169.254.44.1 remote.as=64512 afi=ip hold-time=30s keepalive-time=10s input.filter=vpn-0f1e2d3c-in output.filter-chain=vpn-0f1e2d3c-out output.network=vpn-0f1e2d3c-lan comment="aws vpn-0f1e2d3c: bgp 1"
} else={
    /routing bgp connection set [/routing bgp connection find comment="aws vpn-0f1e2d3c: bgp 1"] name=vpn-0f1e2d3c-1 instance=vpn-0f1e2d3c-bgp local.role=ebgp local.address=169.254.44.2 remote.address=169.254.44.1 remote.as=64512 afi=ip hold-time=30s keepalive-time=10s input.filter=vpn-0f1e2d3c-in output.filter-chain=vpn-0f1e2d3c-out output.network=vpn-0f1e2d3c-lan
}
:if ([:len [/routing bgp connection find comment="aws vpn-0f1e2d3c: bgp 2"]] = 0) do={
    /routing bgp connection add name=vpn-0f1e2d3c-2 instance=vpn-0f1e2d3c-bgp local.role=ebgp local.address=169.254.201.6 remote.address=169.254.201.5 remote.as=64512 afi=ip hold-time=30s keepalive-time=10s input.filter=vpn-0f1e2d3c-in output.filter-chain=vpn-0f1e2d3c-out output.network=vpn-0f1e2d3c-lan comment="aws vpn-0f1e2d3c: bgp 2"
} else={
    /routing bgp connection set [/routing bgp connection find comment="aws vpn-0f1e2d3c: bgp 2"] name=vpn-0f1e2d3c-2 instance=vpn-0f1e2d3c-bgp local.role=ebgp local.address=169.254.201.6 remote.address=169.254.201.5 remote.as=64512 afi=ip hold-time=30s keepalive-time=10s input.filter=vpn-0f1e2d3c-in output.filter-chain=vpn-0f1e2d3c-out output.network=vpn-0f1e2d3c-lan
}

:put "vpn-0f1e2d3c: done"
