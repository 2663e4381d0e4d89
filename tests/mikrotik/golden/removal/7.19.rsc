# RouterOS 7.19: takes away what was made for AWS VPN connection vpn-0f1e2d3c4b5a69788

/system scheduler remove [/system scheduler find comment~"^aws vpn-0f1e2d3c4b5a69788: "]
/routing bgp connection remove [/routing bgp connection find comment~"^aws vpn-0f1e2d3c4b5a69788: "]
/ip ipsec policy remove [/ip ipsec policy find comment~"^aws vpn-0f1e2d3c4b5a69788: "]
/ip ipsec identity remove [/ip ipsec identity find comment~"^aws vpn-0f1e2d3c4b5a69788: "]
/ip ipsec peer remove [/ip ipsec peer find comment~"^aws vpn-0f1e2d3c4b5a69788: "]
/ip ipsec proposal remove [/ip ipsec proposal find comment~"^aws vpn-0f1e2d3c4b5a69788: "]
/ip ipsec profile remove [/ip ipsec profile find name="vpn-0f1e2d3c4b5a69788-1"]
/ip ipsec profile remove [/ip ipsec profile find name="vpn-0f1e2d3c4b5a69788-2"]
/ip route remove [/ip route find comment~"^aws vpn-0f1e2d3c4b5a69788: "]
/routing filter rule remove [/routing filter rule find comment~"^aws vpn-0f1e2d3c4b5a69788: "]
/ip firewall mangle remove [/ip firewall mangle find comment~"^aws vpn-0f1e2d3c4b5a69788: "]
/ip firewall nat remove [/ip firewall nat find comment~"^aws vpn-0f1e2d3c4b5a69788: "]
/ip firewall filter remove [/ip firewall filter find comment~"^aws vpn-0f1e2d3c4b5a69788: "]
/ip firewall address-list remove [/ip firewall address-list find comment~"^aws vpn-0f1e2d3c4b5a69788: "]
/ip address remove [/ip address find comment~"^aws vpn-0f1e2d3c4b5a69788: "]
/interface bridge remove [/interface bridge find comment~"^aws vpn-0f1e2d3c4b5a69788: "]
:put "vpn-0f1e2d3c4b5a69788: removed"
