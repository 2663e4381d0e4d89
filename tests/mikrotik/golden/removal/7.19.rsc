# RouterOS 7.19: takes away what was made for AWS VPN connection vpn-0f1e2d3c

/system scheduler remove [/system scheduler find comment~"^aws vpn-0f1e2d3c: "]
/routing bgp connection remove [/routing bgp connection find comment~"^aws vpn-0f1e2d3c: "]
/ip ipsec policy remove [/ip ipsec policy find comment~"^aws vpn-0f1e2d3c: "]
/ip ipsec identity remove [/ip ipsec identity find comment~"^aws vpn-0f1e2d3c: "]
/ip ipsec peer remove [/ip ipsec peer find comment~"^aws vpn-0f1e2d3c: "]
/ip ipsec proposal remove [/ip ipsec proposal find comment~"^aws vpn-0f1e2d3c: "]
/ip ipsec profile remove [/ip ipsec profile find name="vpn-0f1e2d3c-1"]
/ip ipsec profile remove [/ip ipsec profile find name="vpn-0f1e2d3c-2"]
/ip route remove [/ip route find comment~"^aws vpn-0f1e2d3c: "]
/routing filter rule remove [/routing filter rule find comment~"^aws vpn-0f1e2d3c: "]
/ip firewall mangle remove [/ip firewall mangle find comment~"^aws vpn-0f1e2d3c: "]
/ip firewall nat remove [/ip firewall nat find comment~"^aws vpn-0f1e2d3c: "]
/ip firewall filter remove [/ip firewall filter find comment~"^aws vpn-0f1e2d3c: "]
/ip firewall address-list remove [/ip firewall address-list find comment~"^aws vpn-0f1e2d3c: "]
/ip address remove [/ip address find comment~"^aws vpn-0f1e2d3c: "]
/interface bridge remove [/interface bridge find comment~"^aws vpn-0f1e2d3c: "]
:put "vpn-0f1e2d3c: removed"
