package main

import (
	"strings"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
)

// fields turns the overrides of a resource or data source into the bridge's form, which follows the schema's nesting.
func fields(schemas shim.SchemaMap, rules overrides) map[string]*tfbridge.SchemaInfo {
	if len(rules) == 0 {
		return map[string]*tfbridge.SchemaInfo{}
	}
	return nested(schemas, "", rules)
}

func nested(schemas shim.SchemaMap, prefix string, rules overrides) map[string]*tfbridge.SchemaInfo {
	infos := map[string]*tfbridge.SchemaInfo{}
	schemas.Range(func(name string, schema shim.Schema) bool {
		path := prefix + name
		rule, ruled := rules.find(path)
		info := rule.info(schemas)
		if object, ok := schema.Elem().(shim.Resource); ok {
			if inner := nested(object.Schema(), path+".", rules); len(inner) > 0 {
				info.Elem = &tfbridge.SchemaInfo{Fields: inner}
			}
		}
		if ruled || info.Elem != nil {
			infos[name] = info
		}
		return true
	})
	return infos
}

// info is the bridge's form of an override of one property among its siblings.
func (rule override) info(siblings shim.SchemaMap) *tfbridge.SchemaInfo {
	info := &tfbridge.SchemaInfo{}
	if rule.Name != "" && !taken(rule.Name, siblings) {
		info.Name = rule.Name
		if rule.Name == "name" {
			// The bridge names resources automatically only where Terraform, too, calls the property "name".
			info = tfbridge.AutoName(rule.Name, autonameLength, autonameSeparator)
		}
	}
	info.MaxItemsOne = rule.MaxItemsOne
	return info
}

// find returns the rule for a path, which may be given exactly or by its end.
func (rules overrides) find(path string) (override, bool) {
	if rule, ok := rules[path]; ok {
		return rule, true
	}
	for pattern, rule := range rules {
		if end, anywhere := strings.CutPrefix(pattern, "**."); anywhere && strings.HasSuffix("."+path, "."+end) {
			return rule, true
		}
	}
	return override{}, false
}

// taken tells whether a property of that name exists already: a newer Terraform provider may have adopted the name that
// pulumi-aws gave, beside the old one.
func taken(name string, schemas shim.SchemaMap) bool {
	found := false
	schemas.Range(func(other string, _ shim.Schema) bool {
		found = tfbridge.TerraformToPulumiNameV2(other, schemas, nil) == name
		return !found
	})
	return found
}
