"""What may be planned and spent for campaigns, and for which activity did a lead come?"""
