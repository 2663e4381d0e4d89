package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed tokens.json
var tokensJSON []byte

//go:embed fields.json
var fieldsJSON []byte

// catalog says how Terraform names appear in pulumi-aws.
type catalog struct {
	// Resources and Functions map a Terraform resource or data source to its Pulumi token.
	Resources map[string]string
	Functions map[string]string

	// ResourceFields and FunctionFields hold, by Terraform resource or data source, the properties whose name or shape
	// in pulumi-aws is not what the bridge derives.
	ResourceFields map[string]overrides
	FunctionFields map[string]overrides
}

// overrides are properties by their Terraform path, such as "rule.filter". A path that begins with "**." holds at any
// depth.
type overrides map[string]override

// override gives a property another name, or shows a list that never has more than one element as that element.
type override struct {
	Name        string `json:"name"`
	MaxItemsOne *bool  `json:"maxItemsOne"`
}

func loadCatalog() (catalog, error) {
	var tokens struct{ Resources, Functions map[string]string }
	if err := json.Unmarshal(tokensJSON, &tokens); err != nil {
		return catalog{}, fmt.Errorf("tokens.json: %w", err)
	}
	var fields struct{ Resources, Functions map[string]overrides }
	if err := json.Unmarshal(fieldsJSON, &fields); err != nil {
		return catalog{}, fmt.Errorf("fields.json: %w", err)
	}
	return catalog{tokens.Resources, tokens.Functions, fields.Resources, fields.Functions}, nil
}
